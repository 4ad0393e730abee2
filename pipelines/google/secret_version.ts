/** The name of a secret's version in Secret Manager: https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions */
export const secretVersion =
  /^projects\/[^/ ]+\/secrets\/[A-Za-z0-9_-]+\/versions\/([0-9]+|[A-Za-z][A-Za-z0-9_-]*)$/;
