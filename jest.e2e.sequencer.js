/** The files that take minutes, the longest first: two workers end sooner when they begin with these. */
const slowest = [
  "same_on_every_runner",
  "airflow_dag_run",
  "setup_scripts",
  "cloud_build_images",
  "airflow_bigquery",
  "cloud_crashes",
  "cloud_prism",
  "jobs_that_fail",
  "image",
  "airflow_alerts",
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
    // The order above is all it goes by.
  }
};
