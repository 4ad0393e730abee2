# shellcheck shell=bash
# Service accounts and their roles; docs/permissions.md gives the reasons. It is sourced by setup.sh.

# account NAME DESCRIPTION: creates a service account.
account() {
  if [ -z "${ACCOUNTS+x}" ]; then
    ACCOUNTS=$(listed 'value(email)' gcloud iam service-accounts list)
  fi
  if has "$ACCOUNTS" "$1@$PROJECT.iam.gserviceaccount.com"; then return; fi
  run gcloud iam service-accounts create "$1" --display-name="Crypto pipelines: $2"
}

# grant ACCOUNT ROLE...: project-wide roles, where no narrower resource can carry them.
grant() {
  local account=$1 role
  shift
  if [ -z "${GRANTS+x}" ]; then
    GRANTS=$(listed 'csv[no-heading](bindings.role,bindings.members,bindings.condition.expression)' \
      gcloud projects get-iam-policy "$PROJECT" --flatten='bindings[].members')
  fi
  for role in "$@"; do
    if has "$GRANTS" "$role,serviceAccount:$account,"; then continue; fi
    run gcloud projects add-iam-policy-binding "$PROJECT" --role="$role" \
      --member="serviceAccount:$account" --condition=None --format=none
  done
}

# grant_on_bucket BUCKET ACCOUNT ROLE
grant_on_bucket() {
  run gcloud storage buckets add-iam-policy-binding "gs://$1" --format=none --role="$3" \
    --member="serviceAccount:$2"
}

# grant_on_dataset ACCOUNT ROLE
grant_on_dataset() {
  query "GRANT \`$2\` ON SCHEMA \`$PROJECT.$DATASET\` TO 'serviceAccount:$1'"
}

# grant_on_table ACCOUNT ROLE TABLE
grant_on_table() {
  query "GRANT \`$2\` ON TABLE \`$PROJECT.$DATASET.$3\` TO 'serviceAccount:$1'"
}

# grant_on_images ACCOUNT ROLE
grant_on_images() {
  run gcloud artifacts repositories add-iam-policy-binding "$REPOSITORY" --location="$REGION" \
    --format=none --role="$2" --member="serviceAccount:$1"
}

# The account of a job's launcher and workers: files, tables, key and image.
worker_account() {
  account crypto-worker jobs
  grant "$WORKER" "${WORKER_ROLES[@]}"
  grant_on_bucket "$BUCKET" "$WORKER" roles/storage.objectUser
  grant_on_dataset "$WORKER" roles/bigquery.dataEditor
  run gcloud secrets add-iam-policy-binding "$SECRET" --format=none \
    --role=roles/secretmanager.secretAccessor --member="serviceAccount:$WORKER"
  grant_on_images "$WORKER" roles/artifactregistry.reader
}

# Cloud Build's accounts. A pull request's build runs code that nobody has reviewed, so its account can
# only write logs.
build_accounts() {
  account crypto-builder builds
  grant "$BUILDER" "${BUILDER_ROLES[@]}"
  grant_on_images "$BUILDER" roles/artifactregistry.writer
  grant_on_bucket "$BUCKET" "$BUILDER" roles/storage.objectUser
  account crypto-pull-request "builds of pull requests"
  grant "$PULL_REQUEST" "${BUILDER_ROLES[@]}"
}

# The account of the Composer environment: launches jobs that run as the worker, and checks the data. It
# writes to one table, which has to be there before a run makes it: that of the results.
composer_account() {
  grant "$COMPOSER_ACCOUNT" "${COMPOSER_ROLES[@]}"
  run gcloud iam service-accounts add-iam-policy-binding "$WORKER" --format=none \
    --role=roles/iam.serviceAccountUser --member="serviceAccount:$COMPOSER_ACCOUNT"
  grant_on_bucket "$BUCKET" "$COMPOSER_ACCOUNT" roles/storage.objectViewer
  grant_on_dataset "$COMPOSER_ACCOUNT" roles/bigquery.dataViewer
  query "$(sql_of crypto_check_results.sql)"
  grant_on_table "$COMPOSER_ACCOUNT" roles/bigquery.dataEditor crypto_check_results
}
