#!/usr/bin/env bash
# Takes away what scripts/setup.sh made. The data (bucket and dataset) stays unless --data is passed.
set -euo pipefail

PROJECT="" REGION=europe-west1 BUCKET="" DATASET=crypto REPOSITORY=crypto-pipelines DRY_RUN="" DATA=""
for argument in "$@"; do
  case $argument in
    --project=*) PROJECT=${argument#*=} ;;
    --region=*) REGION=${argument#*=} ;;
    --bucket=*) BUCKET=${argument#*=} ;;
    --dataset=*) DATASET=${argument#*=} ;;
    --repository=*) REPOSITORY=${argument#*=} ;;
    --data) DATA=yes ;;
    --dry-run) DRY_RUN=yes ;;
    *) echo "Unknown option $argument. Usage: scripts/teardown.sh --project=PROJECT [--region=] [--bucket=] [--dataset=] [--repository=] [--data] [--dry-run]" >&2 && exit 2 ;;
  esac
done
if [ -z "$PROJECT" ]; then echo "Which project? Pass --project=PROJECT." >&2 && exit 2; fi
BUCKET=${BUCKET:-$PROJECT-crypto}
ROOT=$(cd "$(dirname "$0")/.." && pwd)
export CLOUDSDK_CORE_PROJECT=$PROJECT CLOUDSDK_CORE_DISABLE_PROMPTS=1

# Runs a command, or prints it. What is gone already keeps nothing else from going.
remove() {
  if [ -n "$DRY_RUN" ]; then
    printf '%q ' "$@" && echo
  else
    "$@" || echo "Not removed: $*" >&2
  fi
}

# ids LIST...: the names that a list command finds; nothing is asked in a dry run.
ids() {
  if [ -n "$DRY_RUN" ]; then return; fi
  "$@" --format='value(name)'
}

for trigger in crypto-main crypto-pull-request; do
  remove gcloud builds triggers delete "$trigger" --region="$REGION"
done
for policy in $(ids gcloud alpha monitoring policies list --filter='userLabels.app="crypto-pipelines"'); do
  remove gcloud alpha monitoring policies delete "$policy"
done
for dashboard in $(ids gcloud monitoring dashboards list --filter='displayName="Crypto pipelines"'); do
  remove gcloud monitoring dashboards delete "$dashboard"
done
for file in "$ROOT"/monitoring/log_metrics/*.json; do
  remove gcloud logging metrics delete "$(basename "$file" .json)"
done
# The roles in the project first: bindings of an account that is gone are hard to find.
for role in roles/dataflow.worker roles/bigquery.jobUser; do
  remove gcloud projects remove-iam-policy-binding "$PROJECT" --role="$role" --format=none \
    --condition=None --member="serviceAccount:crypto-worker@$PROJECT.iam.gserviceaccount.com"
done
remove gcloud projects remove-iam-policy-binding "$PROJECT" --role=roles/logging.logWriter \
  --format=none --condition=None \
  --member="serviceAccount:crypto-builder@$PROJECT.iam.gserviceaccount.com"
for account in crypto-worker crypto-builder; do
  remove gcloud iam service-accounts delete "$account@$PROJECT.iam.gserviceaccount.com"
done
remove gcloud artifacts repositories delete "$REPOSITORY" --location="$REGION"
remove gcloud secrets delete coingecko-api-key
if [ -n "$DATA" ]; then
  remove bq rm --recursive --force --dataset "$PROJECT:$DATASET"
  remove gcloud storage rm --recursive "gs://$BUCKET"
fi
