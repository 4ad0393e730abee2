# shellcheck shell=bash
# What setup.sh and teardown.sh share: the options that name a deployment, the names that follow from
# them, and how a command is run. It is sourced, not run; so what is named here is used elsewhere:
# shellcheck disable=SC2034

PROJECT="" REGION=europe-west1 BUCKET="" DATASET=crypto REPOSITORY=crypto-pipelines DRY_RUN=""
SECRET=coingecko-api-key
TRIGGERS=(crypto-main crypto-pull-request)
DASHBOARD="Crypto pipelines"
WORKER_ROLES=(roles/dataflow.worker roles/bigquery.jobUser)
BUILDER_ROLES=(roles/logging.logWriter)
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# shared_option ARGUMENT: takes an option that both scripts have; false when it is none of them.
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

# unknown_option ARGUMENT: ends the script, as the command line is wrong.
unknown_option() {
  echo "Unknown option $1: see --help." >&2
  exit 2
}

# Names what the options left open, and sends every command to the project.
name_deployment() {
  if [ -z "$PROJECT" ]; then echo "Which project? Pass --project=PROJECT." >&2 && exit 2; fi
  BUCKET=${BUCKET:-$PROJECT-crypto}
  WORKER=crypto-worker@$PROJECT.iam.gserviceaccount.com
  BUILDER=crypto-builder@$PROJECT.iam.gserviceaccount.com
  export CLOUDSDK_CORE_PROJECT=$PROJECT CLOUDSDK_CORE_DISABLE_PROMPTS=1
}

# Runs a command that changes something, or prints it.
run() {
  if [ -n "$DRY_RUN" ]; then
    printf '%q ' "$@" && echo
  else
    "$@"
  fi
}
