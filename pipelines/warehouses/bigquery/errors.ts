import { toActionableError } from "../../google/errors";

/** An error as BigQuery's API gives it: in an answer, or in a job's state. */
export interface BigQueryError {
  readonly reason?: string;
  readonly message: string;
}

/** What a failed call to BigQuery means, and what to do; any other error stays as it is. */
export function bigQueryError(url: string, error: unknown): unknown {
  return toActionableError("BigQuery", error, ({ call, status, message, ...refused }) => {
    const reason = refused.reason ?? reasonOf[status ?? 0];
    return {
      what: `BigQuery refused ${call} for ${url}: ${message}`,
      next: advice({ message, ...(reason !== undefined && { reason }) }),
    };
  });
}

const reasonOf: Record<number, string> = { 403: "accessDenied", 404: "notFound" };

/** What a person can do about an error of BigQuery. */
export function advice({ reason, message }: BigQueryError): string {
  if (/different (locations|regions)|location.*(mismatch|does not match)/i.test(message)) {
    return "Bucket and dataset have to be in one location: use a dataset created where the bucket is (bq mk --location=LOCATION).";
  }
  if (/billing/i.test(message) && reason !== "quotaExceeded") {
    return "Turn on billing for the project, or name another one.";
  }
  if (/\bURI\b/.test(message) && reason === "notFound") {
    return "Nothing was changed. The file was removed meanwhile: run it again.";
  }
  if (/storage\.objects|file pattern/i.test(message) && reason === "accessDenied") {
    return "Grant this account roles/storage.objectViewer on the bucket. Nothing was changed.";
  }
  switch (reason) {
    case "quotaExceeded":
    case "rateLimitExceeded":
      return "Wait until the quota is free again, or have it raised (IAM & Admin, Quotas); then run it again. Nothing was changed.";
    case "accessNotConfigured":
      return "Enable the BigQuery API for the project: gcloud services enable bigquery.googleapis.com.";
    case "accessDenied":
      return "Grant this account roles/bigquery.jobUser on the project and roles/bigquery.dataEditor on the dataset, or name a dataset of your own.";
    case "notFound":
      return "Correct the name of the project or dataset in --warehouse=bigquery:PROJECT.DATASET.";
    default:
      return "Nothing was changed.";
  }
}
