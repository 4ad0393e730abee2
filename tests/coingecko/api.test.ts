import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Answer } from "../../pipelines/coingecko/answer";
import type { Api } from "../../pipelines/coingecko/api";
import { BudgetSpentError, TransientError } from "../../pipelines/coingecko/api_error";
import {
  coinDetailsRequest,
  coinListRequest,
  extraRequest,
} from "../../pipelines/coingecko/requests";
import { ActionableError } from "../../pipelines/core/actionable_error";
import { temporaryFolder } from "../support/temporary_folder";
import { apiAt, date, failureOf } from "./api";
import { InstantClock } from "./clocks";
import { json, ScriptedServer } from "./scripted_server";

const folder = temporaryFolder();
let output: string;
let server: ScriptedServer;
let answers: (url: string, count: number) => ReturnType<typeof json>;

beforeEach(async () => {
  output = join(folder(), randomUUID());
  answers = (_, count) => json([{ id: `coin-${count}` }]);
  server = await ScriptedServer.serving((url, count) => answers(url, count));
});
afterEach(() => server.close());

const list = coinListRequest();
/** Asks for the list, and waits until the answer is archived. */
async function listFrom(api: Api): Promise<Answer> {
  const answer = await api.ask(list);
  await api.flush();
  return answer;
}
const archived = () =>
  readdirSync(output, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe("the archive", () => {
  it("answers a repeat at no cost, with the time of the first answer", async () => {
    const first = apiAt(server.url, output);
    const fetched = await listFrom(first);
    const again = apiAt(server.url, output, { clock: new InstantClock(Date.parse("2030-01-01")) });
    expect(await again.ask(list)).toEqual(fetched);
    expect(fetched.fetchedAt).toBe("2026-01-02T12:00:00.000Z");
    expect(again.use).toEqual({ requests: 0, from_archive: 1, retries: 0, rate_limited: 0 });
    expect(server.asked).toHaveLength(1);
    await Promise.all([first.close(), again.close()]);
  });

  it("has each body as it came, under the source and the date", async () => {
    const api = apiAt(server.url, output);
    const { content } = await listFrom(api);
    const [file = "", ...others] = archived();
    expect(others).toEqual([]);
    expect(file).toBe(
      join(output, "raw/coingecko", date, "coins_list/all@20260102T120000000Z.json.gz"),
    );
    expect(gunzipSync(readFileSync(file))).toEqual(content);
    await api.close();
  });

  it("has the answer that there is no such coin", async () => {
    answers = () => json({ error: "coin not found" }, 404);
    for (let n = 0; n < 2; n++) {
      const api = apiAt(server.url, output);
      expect(await api.ask(coinDetailsRequest("gone"))).toMatchObject({ body: null });
      await api.close();
    }
    expect(server.asked).toHaveLength(1);
  });

  it("is replaced with --refresh", async () => {
    await listFrom(apiAt(server.url, output));
    const clock = new InstantClock(Date.parse("2026-01-02T13:00:00Z"));
    const api = apiAt(server.url, output, { clock }, { refresh: true });
    expect(await listFrom(api)).toMatchObject({ body: [{ id: "coin-2" }] });
    expect(archived()).toHaveLength(1);
    expect(await listFrom(apiAt(server.url, output))).toMatchObject({ body: [{ id: "coin-2" }] });
  });

  it.each([
    ["cut off", (whole: Buffer) => whole.subarray(0, -5)],
    ["emptied", () => Buffer.alloc(0)],
    ["of another content", () => Buffer.from("[]")],
  ])("asks again for a file that is %s", async (_, damage) => {
    await listFrom(apiAt(server.url, output));
    const [file = ""] = archived();
    writeFileSync(file, damage(readFileSync(file)));
    const api = apiAt(server.url, output, { clock: new InstantClock(Date.parse(`${date}T20:00`)) });
    expect(await listFrom(api)).toMatchObject({ body: [{ id: "coin-2" }] });
    expect(archived()).toHaveLength(1);
    expect(api.use).toMatchObject({ requests: 1, from_archive: 0 });
  });

  it("of two answers, left by a process that died between two steps, uses the newer", async () => {
    await listFrom(apiAt(server.url, output));
    const [older = ""] = archived();
    const content = readFileSync(older);
    const clock = new InstantClock(Date.parse("2026-01-02T13:00:00Z"));
    await listFrom(apiAt(server.url, output, { clock }, { refresh: true }));
    writeFileSync(older, content);
    expect(archived()).toHaveLength(2);
    expect(await listFrom(apiAt(server.url, output))).toMatchObject({ body: [{ id: "coin-2" }] });
  });

  it("never has an answer that was not usable", async () => {
    answers = (_, count) => json(count < 3 ? [] : [{ id: "coin" }]);
    const api = apiAt(server.url, output);
    const check = (body: unknown) => {
      if (Array.isArray(body) && body.length === 0) throw new TransientError("nothing yet");
    };
    expect(await api.ask(list, check)).toMatchObject({ body: [{ id: "coin" }] });
    await api.flush();
    expect(api.use).toMatchObject({ requests: 3, retries: 2 });
    expect(archived()).toHaveLength(1);
  });

  it("reports at the latest when flushed that an answer can't be written", async () => {
    mkdirSync(output);
    writeFileSync(join(output, "raw"), "a file in the folder's place");
    const api = apiAt(server.url, output, {}, { refresh: true });
    await api.ask(list);
    expect((await failureOf(api.flush())).message).toMatch(/raw.* is not inside a directory/);
    expect((await failureOf(api.ask(list))).message).toContain("raw");
    await api.close();
  });
});

describe("the date", () => {
  const at = (time: string) => ({ clock: new InstantClock(Date.parse(time)) });

  it.each([
    ["2026-01-01T23:59:59.999Z", "has not begun"],
    ["2026-01-02T00:00:00.000Z", null],
    ["2026-01-03T11:59:59.999Z", null],
    ["2026-01-03T12:00:00.001Z", "is over"],
    ["2027-01-02T12:00:00.000Z", "is over"],
  ])("at %s the market of 2026-01-02 %s", async (time, refusal) => {
    const api = apiAt(server.url, output, at(time));
    expect(api.canFetch()).toBe(refusal === null);
    if (refusal === null) expect((await api.ask(list)).fetchedAt).toBe(time);
    else {
      const { message } = await failureOf(api.ask(list));
      expect(message).toContain(`2026-01-02 can't be fetched: that day ${refusal}`);
      expect(message).toMatch(/--snapshotDate=20\d\d-01-0\d, or --source=sample/);
      expect(server.asked).toHaveLength(0);
    }
  });

  it("that is over is served from its archive, never fetched, with --refresh or without", async () => {
    await listFrom(apiAt(server.url, output));
    const later = at("2026-03-01T00:00:00Z");
    expect(await apiAt(server.url, output, later).ask(list)).toMatchObject({ body: [{}] });
    const failure = await failureOf(apiAt(server.url, output, later, { refresh: true }).ask(list));
    expect(failure.message).toContain("is over");
    expect(server.asked).toHaveLength(1);
  });

  it("can be any for a source that makes any date", async () => {
    const api = apiAt(server.url, output, at("2036-01-01T00:00:00Z"), { knowsOnlyNow: false });
    expect(await api.ask(list)).toMatchObject({ fetchedAt: "2036-01-01T00:00:00.000Z" });
  });
});

describe("the budget", () => {
  it("counts retries, ends the run, and a repeat resumes from there", async () => {
    answers = (_, count) => (count === 1 ? json({}, 500) : json({ id: "x" }));
    const ids = ["a", "b", "c"].map(coinDetailsRequest);
    const ask = async (maxRequests: number) => {
      const api = apiAt(server.url, output, {}, { maxRequests });
      try {
        for (const request of ids) await api.ask(request);
        return api.use;
      } finally {
        await api.close();
      }
    };
    const failure = await failureOf(ask(3));
    expect(failure).toBeInstanceOf(BudgetSpentError);
    expect(failure.message).toMatch(/budget of 3 API calls is spent.*resumes from there/);
    expect(server.asked).toHaveLength(3);
    expect(await ask(3)).toMatchObject({ requests: 1, from_archive: 2 });
  });

  it("that retries used up names the failure that they were for", async () => {
    answers = () => json({ error: "down" }, 503);
    const api = apiAt(server.url, output, {}, { maxRequests: 2 });
    const failure = await failureOf(api.ask(list));
    expect(failure).toBeInstanceOf(BudgetSpentError);
    expect(failure.message).toMatch(
      /budget of 2 API calls is spent: 2 of them failed, the latest: .*503/,
    );
    await api.close();
  });

  it("that another call's retries used up names their failure too", async () => {
    answers = (url) => (url.includes("down") ? json({ error: "down" }, 503) : json({ id: "x" }));
    const api = apiAt(server.url, output, {}, { maxRequests: 2 });
    await failureOf(api.ask(coinDetailsRequest("down")));
    const failure = await failureOf(api.ask(coinDetailsRequest("up")));
    expect(failure).toBeInstanceOf(BudgetSpentError);
    expect(failure.message).toMatch(/2 of them failed, the latest: .*coins\/down.*503/);
    await api.close();
  });

  it("of one shard is its share", async () => {
    const api = apiAt(server.url, output, { budget: 1 }, { maxRequests: 5 });
    await api.ask(coinListRequest());
    const failure = await failureOf(api.ask(list));
    expect(failure.message).toContain("budget of 5 API calls");
    expect(api.use.requests).toBe(1);
  });
});

describe("an answer that the run can do without", () => {
  const request = extraRequest("global");
  const good = { data: { markets: 1 } };

  it("is asked for, archived and found again as any other", async () => {
    answers = () => json(good);
    const api = apiAt(server.url, output);
    const fetched = await api.askOptional(request);
    await api.flush();
    expect(fetched).toMatchObject({ body: good });
    expect(await apiAt(server.url, output).askOptional(request)).toEqual(fetched);
    expect(server.asked).toHaveLength(1);
  });

  it("that is absent is an answer, which is archived too", async () => {
    answers = () => json({ error: "Not found" }, 404);
    for (let n = 0; n < 2; n++) {
      const api = apiAt(server.url, output);
      expect(await api.askOptional(request)).toMatchObject({ body: null });
      await api.flush();
    }
    expect(server.asked).toHaveLength(1);
  });

  it.each<[string, ReturnType<typeof json>, number, RegExp]>([
    ["down", json({ error: "down" }, 503), 6, /answered 503: down; gave up after 6 attempts/],
    ["limited", json({}, 429, { "retry-after": "119" }), 2, /gave up after 2 attempts/],
    ["down for long", json({}, 503, { "retry-after": "600" }), 1, /gave up after 1 attempt\./],
    ["for paying clients", json({ status: { error_code: 10005 } }, 401), 1, /code 10005/],
    ["forbidden", json({ status: { error_code: 403 } }, 403), 6, /answered 403/],
    ["of another shape", json([1]), 6, /another shape than documented/],
    ["cut off", (response) => response.destroy(), 6, /gave up after 6 attempts/],
  ])("is given up where its endpoint is %s", async (_, reply, calls, message) => {
    answers = () => reply;
    const clock = new InstantClock();
    const start = clock.now();
    const api = apiAt(server.url, output, { clock });
    const failure = await api.askOptional(request);
    expect(failure).toBeInstanceOf(ActionableError);
    expect((failure as ActionableError).message).toMatch(message);
    expect(server.asked).toHaveLength(calls);
    expect(clock.now() - start).toBeLessThan(3 * 60_000);
    await api.flush();
    expect(existsSync(output)).toBe(false);
  });

  it("is given up where it is over, spent, or refused by the check", async () => {
    answers = () => json(good);
    const later = new InstantClock(Date.parse("2026-02-01T00:00:00Z"));
    const refuse = () => {
      throw new ActionableError("It is empty.", "");
    };
    const failures = [
      await apiAt(server.url, output, { clock: later }).askOptional(request),
      await apiAt(server.url, output, { budget: 0 }, { maxRequests: 1 }).askOptional(request),
      await apiAt(server.url, output).askOptional(request, refuse),
    ];
    const messages = failures.map((failure) => (failure as ActionableError).message);
    expect(messages[0]).toContain("that day is over");
    expect(messages[1]).toContain("budget of 1 API calls is spent");
    expect(messages[2]).toContain("It is empty.");
    expect(server.asked).toHaveLength(1);
  });

  it("fails where the run is interrupted", async () => {
    const controller = new AbortController();
    answers = () => (response) => {
      controller.abort();
      response.destroy();
    };
    const api = apiAt(server.url, output, { signal: controller.signal });
    const failure = await failureOf(api.askOptional(request));
    expect(failure).not.toBeInstanceOf(ActionableError);
    expect(server.asked).toHaveLength(1);
  });

  it("fails where it can't be archived", async () => {
    answers = () => json(good);
    mkdirSync(output);
    writeFileSync(join(output, "raw"), "a file in the folder's place");
    const api = apiAt(server.url, output, {}, { refresh: true });
    await api.askOptional(request);
    expect((await failureOf(api.flush())).message).toMatch(/raw.* is not inside a directory/);
    expect((await failureOf(api.askOptional(request))).message).toContain("raw");
  });
});

it("one 429 makes every call of the shard wait", async () => {
  const served: number[] = [];
  const clock = new InstantClock();
  answers = (_, count) => {
    served.push(clock.now());
    return count === 1 ? json({}, 429, { "retry-after": "60" }) : json({ id: "x" });
  };
  const api = apiAt(server.url, output, { clock });
  const start = clock.now();
  await api.ask(coinDetailsRequest("a"));
  await api.ask(coinDetailsRequest("b"));
  expect(served.map((time) => time - start >= 60_000)).toEqual([false, true, true]);
  expect(api.use).toMatchObject({ requests: 3, retries: 1, rate_limited: 1 });
});

it.each([
  ["public", undefined],
  ["demo", "x-cg-demo-api-key"],
  ["pro", "x-cg-pro-api-key"],
] as const)("plan %s sends the key in %s", async (plan, header) => {
  const api = apiAt(server.url, output, { apiKey: "the-key" }, { plan });
  await api.ask(list);
  const sent = Object.entries(server.asked[0]?.headers ?? {})
    .filter(([, value]) => value === "the-key")
    .map(([name]) => name);
  expect(sent).toEqual(header ? [header] : []);
});
