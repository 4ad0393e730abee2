import { pythonToolBin } from "../../../emulators/tools/python_tool";

/** The Airflow versions that the DAG supports, each with a Google provider of its time. */
export const airflowVersions = ["3.3.2", "2.10.5"] as const;
export type AirflowVersion = (typeof airflowVersions)[number];

/** What the Google provider's modules that the DAG uses import; its other clients are left out. */
const googleClients = [
  "apache-airflow-providers-common-compat",
  "apache-airflow-providers-common-sql",
  "gcloud-aio-auth",
  "gcloud-aio-bigquery",
  "gcloud-aio-storage",
  "google-api-python-client",
  "google-auth",
  "google-auth-httplib2",
  "google-cloud-bigquery",
  "google-cloud-dataflow-client",
  "google-cloud-logging",
  "google-cloud-pubsub",
  "google-cloud-secret-manager",
  "google-cloud-storage",
  "pandas-gbq",
  "requests",
  "pysocks",
  "cryptography",
];

const packages: Record<AirflowVersion, { packages: string[]; alone: string[] }> = {
  "3.3.2": {
    packages: [
      "apache-airflow-core==3.3.2",
      "apache-airflow-task-sdk",
      "apache-airflow-providers-standard",
      ...googleClients,
    ],
    alone: ["apache-airflow-providers-google==22.8.0", "apache-airflow-providers-apache-beam"],
  },
  "2.10.5": {
    packages: ["apache-airflow==2.10.5", ...googleClients],
    alone: [
      "apache-airflow-providers-google==15.1.0",
      "apache-airflow-providers-apache-beam==6.1.0",
    ],
  },
};

/** The folder of Airflow's executables, `airflow` and `python` among them. */
export function airflowBin(version: AirflowVersion): string {
  return pythonToolBin({ name: "airflow-google", version, ...packages[version] });
}
