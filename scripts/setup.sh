#!/usr/bin/env bash
# Creates everything the pipelines need in a Google Cloud project, and grants each identity the minimum
# roles. It is idempotent: existing resources are left unchanged. docs/deploy.md explains each part.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/setup.sh --project=PROJECT [--region=europe-west1] [options]
  --dry-run              print the commands that would change something, and run nothing
  --bucket=NAME          bucket for files, specs and SQL          (PROJECT-crypto)
  --dataset=NAME         BigQuery dataset                         (crypto)
  --repository=NAME      Artifact Registry repository             (crypto-pipelines)
  --composer=NAME        Composer environment in the region: sets its Airflow Variable and pool
  --github=OWNER/REPO    creates the Cloud Build triggers for this connected repository
  --views                only create the views, after a first run has created their tables
  --notify=CHANNEL       notification channel of the alert policies, projects/P/notificationChannels/N
The API key is read from COINGECKO_API_KEY and becomes the first version of the secret. It is never printed.
TEXT
}

# shellcheck source=scripts/deployment.sh
source "$(dirname "$0")/deployment.sh"
COMPOSER="" GITHUB="" NOTIFY="" VIEWS=""
for argument in "$@"; do
  if shared_option "$argument"; then continue; fi
  case $argument in
    --composer=*) COMPOSER=${argument#*=} ;;
    --github=*) GITHUB=${argument#*=} ;;
    --notify=*) NOTIFY=${argument#*=} ;;
    --views) VIEWS=yes ;;
    --help) usage && exit 0 ;;
    *) unknown_option "$argument" ;;
  esac
done
name_deployment

# ensure LOOKUP else CREATE: runs the command CREATE unless the command LOOKUP succeeds.
ensure() {
  local lookup=()
  while [ "$1" != else ]; do lookup+=("$1") && shift; done
  shift
  if [ -z "$DRY_RUN" ] && "${lookup[@]}" </dev/null >/dev/null 2>&1; then return; fi
  run "$@"
}

# grant ACCOUNT ROLE...: project-wide roles, where no narrower resource can carry them.
grant() {
  local account=$1 role
  shift
  for role in "$@"; do
    run gcloud projects add-iam-policy-binding "$PROJECT" --role="$role" \
      --member="serviceAccount:$account" --condition=None --format=none
  done
}

services() {
  run gcloud services enable artifactregistry.googleapis.com bigquery.googleapis.com \
    cloudbuild.googleapis.com cloudresourcemanager.googleapis.com dataflow.googleapis.com \
    iam.googleapis.com logging.googleapis.com monitoring.googleapis.com \
    secretmanager.googleapis.com storage.googleapis.com
}

resources() {
  ensure gcloud storage buckets describe "gs://$BUCKET" else \
    gcloud storage buckets create "gs://$BUCKET" --location="$REGION" \
    --uniform-bucket-level-access --public-access-prevention
  ensure gcloud artifacts repositories describe "$REPOSITORY" --location="$REGION" else \
    gcloud artifacts repositories create "$REPOSITORY" --location="$REGION" \
    --repository-format=docker
  ensure bq show --dataset "$PROJECT:$DATASET" else \
    bq mk --dataset --location="$REGION" --label=app:crypto-pipelines "$PROJECT:$DATASET"
  ensure gcloud secrets describe "$SECRET" else \
    gcloud secrets create "$SECRET" --replication-policy=automatic
  if [ -n "${COINGECKO_API_KEY:-}" ]; then
    # On stdin, so that the key appears in no process list.
    printf '%s' "$COINGECKO_API_KEY" |
      ensure gcloud secrets versions describe latest --secret="$SECRET" else \
        gcloud secrets versions add "$SECRET" --data-file=-
  fi
}

# The account of a job's launcher and workers: files, tables, key and image.
worker() {
  ensure gcloud iam service-accounts describe "$WORKER" else \
    gcloud iam service-accounts create crypto-worker --display-name="Crypto pipelines: jobs"
  grant "$WORKER" "${WORKER_ROLES[@]}"
  run gcloud storage buckets add-iam-policy-binding "gs://$BUCKET" --format=none \
    --role=roles/storage.objectUser --member="serviceAccount:$WORKER"
  run bq query --use_legacy_sql=false --format=none \
    "GRANT \`roles/bigquery.dataEditor\` ON SCHEMA \`$PROJECT.$DATASET\` TO 'serviceAccount:$WORKER'"
  run gcloud secrets add-iam-policy-binding "$SECRET" --format=none \
    --role=roles/secretmanager.secretAccessor --member="serviceAccount:$WORKER"
  run gcloud artifacts repositories add-iam-policy-binding "$REPOSITORY" --location="$REGION" \
    --format=none --role=roles/artifactregistry.reader --member="serviceAccount:$WORKER"
}

# The account of Cloud Build: pushes images, writes specs and files, logs.
builder() {
  ensure gcloud iam service-accounts describe "$BUILDER" else \
    gcloud iam service-accounts create crypto-builder --display-name="Crypto pipelines: builds"
  grant "$BUILDER" "${BUILDER_ROLES[@]}"
  run gcloud artifacts repositories add-iam-policy-binding "$REPOSITORY" --location="$REGION" \
    --format=none --role=roles/artifactregistry.writer --member="serviceAccount:$BUILDER"
  run gcloud storage buckets add-iam-policy-binding "gs://$BUCKET" --format=none \
    --role=roles/storage.objectUser --member="serviceAccount:$BUILDER"
}

triggers() {
  local composer_bucket="" owner=${GITHUB%%/*} name=${GITHUB##*/}
  if [ -n "$COMPOSER" ] && [ -z "$DRY_RUN" ]; then
    composer_bucket=$(gcloud composer environments describe "$COMPOSER" --location="$REGION" \
      --format='value(config.dagGcsPrefix)')
    composer_bucket=${composer_bucket#gs://}
    composer_bucket=${composer_bucket%/dags}
    run gcloud storage buckets add-iam-policy-binding "gs://$composer_bucket" --format=none \
      --role=roles/storage.objectUser --member="serviceAccount:$BUILDER"
  fi
  local account=projects/$PROJECT/serviceAccounts/$BUILDER
  local values=_REGION=$REGION,_REPOSITORY=$REPOSITORY,_BUCKET=$BUCKET
  if [ -n "$composer_bucket" ]; then values+=,_COMPOSER_BUCKET=$composer_bucket; fi
  ensure gcloud builds triggers describe crypto-main --region="$REGION" else \
    gcloud builds triggers create github --name=crypto-main --region="$REGION" \
    --repo-owner="$owner" --repo-name="$name" --branch-pattern='^main$' \
    --build-config=cloudbuild.yaml --service-account="$account" --substitutions="$values"
  ensure gcloud builds triggers describe crypto-pull-request --region="$REGION" else \
    gcloud builds triggers create github --name=crypto-pull-request --region="$REGION" \
    --repo-owner="$owner" --repo-name="$name" --pull-request-pattern='^main$' \
    --comment-control=COMMENTS_ENABLED_FOR_EXTERNAL_CONTRIBUTORS_ONLY \
    --build-config=cloudbuild.pull-request.yaml --service-account="$account"
}

composer() {
  local airflow=(gcloud composer environments run "$COMPOSER" --location="$REGION")
  local settings
  settings=$(
    cat <<JSON
{"project": "$PROJECT", "region": "$REGION", "templates": "gs://$BUCKET/templates", "output": "gs://$BUCKET/crypto", "warehouse": "bigquery:$PROJECT.$DATASET", "api_key_secret": "projects/$PROJECT/secrets/$SECRET/versions/latest", "environment": {"serviceAccountEmail": "$WORKER", "tempLocation": "gs://$BUCKET/dataflow/tmp", "stagingLocation": "gs://$BUCKET/dataflow/staging", "maxWorkers": 1}}
JSON
  )
  ensure "${airflow[@]}" variables get -- crypto_etl else \
    "${airflow[@]}" variables set -- crypto_etl "$settings"
  run "${airflow[@]}" pools set -- coingecko_api 1 "One API, one key: its pipelines run one at a time." \
    --include-deferred
}

views() {
  local file name
  for file in "$ROOT"/sql/views/*.sql; do
    name=$(basename "$file" .sql)
    run bq query --use_legacy_sql=false --format=none \
      "CREATE OR REPLACE VIEW \`$PROJECT.$DATASET.$name\` AS $(sed "s/{{ dataset }}/$PROJECT.$DATASET/g" "$file")"
  done
}

monitoring() {
  local file name notify=()
  if [ -n "$NOTIFY" ]; then notify=(--notification-channels="$NOTIFY"); fi
  for file in "$ROOT"/monitoring/log_metrics/*.json; do
    name=$(basename "$file" .json)
    ensure gcloud logging metrics describe "$name" else \
      gcloud logging metrics create "$name" --config-from-file="$file"
  done
  for file in "$ROOT"/monitoring/policies/*.json; do
    name=$(sed -n 's/.*"displayName": "\(Crypto: [^"]*\)".*/\1/p' "$file")
    ensure found gcloud alpha monitoring policies list --filter="displayName=\"$name\"" else \
      gcloud alpha monitoring policies create --policy-from-file="$file" ${notify[@]+"${notify[@]}"}
  done
  ensure found gcloud monitoring dashboards list --filter="displayName=\"$DASHBOARD\"" else \
    gcloud monitoring dashboards create --config-from-file="$ROOT/monitoring/dashboard.json"
}

# found LIST...: whether a list command finds anything; it succeeds even when the list is empty.
found() {
  [ -n "$("$@" --format='value(name)')" ]
}

if [ -n "$VIEWS" ]; then views && exit 0; fi
services
resources
worker
builder
if [ -n "$GITHUB" ]; then triggers; fi
if [ -n "$COMPOSER" ]; then composer; fi
monitoring
echo "Next: run a build, launch date-dim, asset-dim and market-snapshot once, then scripts/setup.sh --views." >&2
