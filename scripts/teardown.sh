#!/usr/bin/env bash
# Deletes what scripts/setup.sh created. The data (bucket and dataset) is kept unless --data is passed.
# It is idempotent: what no longer exists is skipped.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/teardown.sh --project=PROJECT [--region=] [--bucket=] [--dataset=] [--repository=] [options]
  --dry-run   print the commands, and run nothing
  --data      also delete the bucket and the dataset with everything in them
TEXT
}

# shellcheck source=scripts/deployment.sh
source "$(dirname "$0")/deployment.sh"
DATA="" FAILED=0
for argument in "$@"; do
  if shared_option "$argument"; then continue; fi
  case $argument in
    --data) DATA=yes ;;
    --help) usage && exit 0 ;;
    *) unknown_option "$argument" ;;
  esac
done
name_deployment

# remove LOOKUP else DELETE: runs the command DELETE if the command LOOKUP succeeds. A failure is
# reported, and the rest is deleted all the same.
remove() {
  local lookup=()
  while [ "$1" != else ]; do lookup+=("$1") && shift; done
  shift
  if [ -z "$DRY_RUN" ] && ! "${lookup[@]}" >/dev/null 2>&1; then return; fi
  if ! run "$@"; then
    echo "Not removed: $*" >&2
    FAILED=1
  fi
}

# names LIST...: the names that a list command finds; none in a dry run.
names() {
  if [ -z "$DRY_RUN" ]; then "$@" --format='value(name)'; fi
}

# revoke ACCOUNT ROLE...: project-wide roles.
revoke() {
  local account=$1 role
  shift
  for role in "$@"; do
    remove gcloud iam service-accounts describe "$account" else \
      gcloud projects remove-iam-policy-binding "$PROJECT" --role="$role" \
      --member="serviceAccount:$account" --condition=None --format=none
  done
}

for trigger in "${TRIGGERS[@]}"; do
  remove gcloud builds triggers describe "$trigger" --region="$REGION" else \
    gcloud builds triggers delete "$trigger" --region="$REGION"
done
for policy in $(names gcloud alpha monitoring policies list --filter='userLabels.app="crypto-pipelines"'); do
  remove true else gcloud alpha monitoring policies delete "$policy"
done
for dashboard in $(names gcloud monitoring dashboards list --filter="displayName=\"$DASHBOARD\""); do
  remove true else gcloud monitoring dashboards delete "$dashboard"
done
for file in "$ROOT"/monitoring/log_metrics/*.json; do
  name=$(basename "$file" .json)
  remove gcloud logging metrics describe "$name" else gcloud logging metrics delete "$name"
done
# Project-wide roles first: bindings of a deleted account are hard to find.
revoke "$WORKER" "${WORKER_ROLES[@]}"
revoke "$BUILDER" "${BUILDER_ROLES[@]}"
for account in "$WORKER" "$BUILDER"; do
  remove gcloud iam service-accounts describe "$account" else \
    gcloud iam service-accounts delete "$account"
done
remove gcloud artifacts repositories describe "$REPOSITORY" --location="$REGION" else \
  gcloud artifacts repositories delete "$REPOSITORY" --location="$REGION"
remove gcloud secrets describe "$SECRET" else gcloud secrets delete "$SECRET"
if [ -n "$DATA" ]; then
  remove bq show --dataset "$PROJECT:$DATASET" else \
    bq rm --recursive --force --dataset "$PROJECT:$DATASET"
  remove gcloud storage buckets describe "gs://$BUCKET" else \
    gcloud storage rm --recursive "gs://$BUCKET"
fi
exit "$FAILED"
