/** The files that take minutes, the longest first: two workers finish sooner when they start with these. */
const slowest = [
  "recorded/recorded_range",
  "runners/same_on_every_runner",
  "airflow/dag_run",
  "airflow/rebuild_dag",
  "deploy/setup_scripts",
  "deploy/deploy_page",
  "deploy/cloud_build_images",
  "airflow/bigquery",
  "cloud/cloud_crashes",
  "cloud/cloud_prism",
  "runners/jobs_that_fail",
  "deploy/image",
  "airflow/alerts",
];

const place = ({ path }) => {
  const at = slowest.findIndex((name) => path.endsWith(`${name}.test.js`));
  return at === -1 ? slowest.length : at;
};

module.exports = class SlowestFirst {
  sort(tests) {
    return [...tests].sort((a, b) => place(a) - place(b) || (a.path < b.path ? -1 : 1));
  }

  cacheResults() {
    // The order depends on the list above only.
  }
};
