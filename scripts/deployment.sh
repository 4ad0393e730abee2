# shellcheck shell=bash
# Shared by setup.sh and teardown.sh: the options that name a deployment, the names derived from them,
# and how a command is run. It is sourced, not run, so its variables are used elsewhere:
# shellcheck disable=SC2034

PROJECT="" REGION=europe-west1 BUCKET="" DATASET=crypto REPOSITORY=crypto-pipelines DRY_RUN=""
SECRET=coingecko-api-key
TRIGGERS=(crypto-main crypto-pull-request)
DASHBOARD="Crypto pipelines"
WORKER_ROLES=(roles/dataflow.worker roles/bigquery.jobUser)
BUILDER_ROLES=(roles/logging.logWriter)
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# shared_option ARGUMENT: handles an option of both scripts; fails when the argument is not one.
shared_option() {
  case $1 in
    --project=*) PROJECT=${1#*=} ;;
    --region=*) REGION=${1#*=} ;;
    --bucket=*) BUCKET=${1#*=} ;;
    --dataset=*) DATASET=${1#*=} ;;
    --repository=*) REPOSITORY=${1#*=} ;;
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
  WORKER=crypto-worker@$PROJECT.iam.gserviceaccount.com
  BUILDER=crypto-builder@$PROJECT.iam.gserviceaccount.com
  export CLOUDSDK_CORE_PROJECT=$PROJECT CLOUDSDK_CORE_DISABLE_PROMPTS=1
}

# Runs a command that changes something; in a dry run prints it.
run() {
  if [ -n "$DRY_RUN" ]; then
    printf '%q ' "$@" && echo
  else
    "$@"
  fi
}
