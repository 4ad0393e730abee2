import type { SampleCoin } from "../market/sample_market";

/** @param slot determines which oddity the links show, if any. */
export function links(coin: SampleCoin, slot: number) {
  const homepage = `https://example.com/${encodeURIComponent(coin.id)}`;
  return {
    homepage:
      slot === 8 ? [] : slot === 9 ? ["", "", ""] : slot === 10 ? [null] : [homepage, "", ""],
    whitepaper: slot === 11 ? null : "",
    blockchain_site: ["", ""],
    official_forum_url: ["", "", ""],
    chat_url: ["", "", ""],
    announcement_url: ["", ""],
    snapshot_url: null,
    twitter_screen_name: slot === 12 ? null : coin.id.slice(0, 8),
    facebook_username: "",
    bitcointalk_thread_identifier: null,
    telegram_channel_identifier: "",
    subreddit_url: slot === 13 ? null : "https://www.reddit.com",
    repos_url: { github: [], bitbucket: [] },
  };
}

export const communityData = {
  facebook_likes: null,
  reddit_average_posts_48h: 0,
  reddit_average_comments_48h: 0,
  reddit_subscribers: 0,
  reddit_accounts_active_48h: 0,
  telegram_channel_user_count: null,
};

export function developerData(coin: SampleCoin) {
  const stars = coin.index % 10_000;
  return {
    forks: stars >> 1,
    stars,
    subscribers: stars >> 3,
    total_issues: 0,
    closed_issues: 0,
    pull_requests_merged: 0,
    pull_request_contributors: 0,
    code_additions_deletions_4_weeks: { additions: null, deletions: null },
    commit_count_4_weeks: 0,
    last_4_weeks_commit_activity_series: [],
  };
}
