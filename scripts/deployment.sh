# shellcheck shell=bash
# Shared by setup.sh and teardown.sh: the options that name a deployment, the names derived from them,
# and how a command is run. It is sourced, not run, so its variables are used elsewhere:
# shellcheck disable=SC2034

PROJECT="" REGION=europe-west1 BUCKET="" DATASET=crypto REPOSITORY=crypto-pipelines DRY_RUN=""
BUILD_REGION="" COMPOSER_ACCOUNT=""
SECRET=coingecko-api-key
TRIGGERS=(crypto-main crypto-pull-request)
DASHBOARD="Crypto pipelines"
WORKER_ROLES=(roles/dataflow.worker roles/bigquery.jobUser)
BUILDER_ROLES=(roles/logging.logWriter)
COMPOSER_ROLES=(roles/dataflow.developer roles/bigquery.jobUser)
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# shared_option ARGUMENT: handles an option of both scripts; fails when the argument is not one.
shared_option() {
  case $1 in
    --project=*) PROJECT=${1#*=} ;;
    --region=*) REGION=${1#*=} ;;
    --build-region=*) BUILD_REGION=${1#*=} ;;
    --bucket=*) BUCKET=${1#*=} ;;
    --dataset=*) DATASET=${1#*=} ;;
    --repository=*) REPOSITORY=${1#*=} ;;
    --composer-account=*) COMPOSER_ACCOUNT=${1#*=} ;;
    --dry-run) DRY_RUN=yes ;;
    *) return 1 ;;
  esac
}

# unknown_option ARGUMENT: exits with status 2.
unknown_option() {
  echo "Unknown option $1: see --help." >&2
  exit 2
}

# Derives the names that the options leave open, and makes the project every command's default.
name_deployment() {
  if [ -z "$PROJECT" ]; then echo "Which project? Pass --project=PROJECT." >&2 && exit 2; fi
  BUCKET=${BUCKET:-$PROJECT-crypto}
  BUILD_REGION=${BUILD_REGION:-$REGION}
  WORKER=crypto-worker@$PROJECT.iam.gserviceaccount.com
  BUILDER=crypto-builder@$PROJECT.iam.gserviceaccount.com
  PULL_REQUEST=crypto-pull-request@$PROJECT.iam.gserviceaccount.com
  export CLOUDSDK_CORE_PROJECT=$PROJECT CLOUDSDK_CORE_DISABLE_PROMPTS=1
}

# Runs a command that changes something; in a dry run prints it. A function of these scripts runs its own
# commands in this way.
run() {
  if [ -n "$DRY_RUN" ] && [ "$(type -t "$1")" != function ]; then
    printf '%q ' "$@" && echo
  else
    "$@"
  fi
}

# query SQL: runs a statement where the dataset is, which need not be the region: without a location
# BigQuery looks in the US.
query() {
  if [ -z "${LOCATION:-}" ] && [ -z "$DRY_RUN" ]; then
    LOCATION=$(bq show --format=json --dataset "$PROJECT:$DATASET" |
      sed -n 's/.*"location": *"\([^"]*\)".*/\1/p')
  fi
  run bq --location="${LOCATION:-$REGION}" query --use_legacy_sql=false --format=none "$1"
}

# monitoring_policies VERB ...: gcloud releases before the command was generally available have it only
# as alpha.
monitoring_policies() {
  if [ -z "${POLICIES_TRACK+x}" ]; then
    POLICIES_TRACK=""
    if [ -z "$DRY_RUN" ] && ! gcloud monitoring policies --help >/dev/null 2>&1; then POLICIES_TRACK=alpha; fi
  fi
  run gcloud ${POLICIES_TRACK:+"$POLICIES_TRACK"} monitoring policies "$@"
}
