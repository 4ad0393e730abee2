#!/usr/bin/env bash
# Deletes what scripts/setup.sh created. The data (bucket and dataset) is kept unless --data is passed.
# It is idempotent: what no longer exists is skipped.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/teardown.sh --project=PROJECT [the names that setup.sh was given] [options]
  --region= --build-region= --bucket= --dataset= --repository= --composer-account=
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

# has_role LOOKUP... ROLE: whether a policy grants the role to Composer's account.
# shellcheck disable=SC2329
has_role() {
  local role=${!#}
  "${@:1:$#-1}" --format=json | tr -d ' \n' | grep -o '{[^{}]*}' |
    grep -F "\"$role\"" | grep -qF "\"serviceAccount:$COMPOSER_ACCOUNT\""
}

for trigger in "${TRIGGERS[@]}"; do
  remove gcloud builds triggers describe "$trigger" --region="$BUILD_REGION" else \
    gcloud builds triggers delete "$trigger" --region="$BUILD_REGION"
done
for policy in $(names monitoring_policies list --filter='userLabels.app="crypto-pipelines"'); do
  remove true else monitoring_policies delete "$policy"
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
revoke "$PULL_REQUEST" "${BUILDER_ROLES[@]}"
if [ -n "$COMPOSER_ACCOUNT" ]; then
  for role in "${COMPOSER_ROLES[@]}"; do
    remove has_role gcloud projects get-iam-policy "$PROJECT" "$role" else \
      gcloud projects remove-iam-policy-binding "$PROJECT" --role="$role" \
      --member="serviceAccount:$COMPOSER_ACCOUNT" --condition=None --format=none
  done
  remove has_role gcloud storage buckets get-iam-policy "gs://$BUCKET" roles/storage.objectViewer else \
    gcloud storage buckets remove-iam-policy-binding "gs://$BUCKET" --format=none \
    --role=roles/storage.objectViewer --member="serviceAccount:$COMPOSER_ACCOUNT"
  remove bq show --dataset "$PROJECT:$DATASET" else query \
    "REVOKE \`roles/bigquery.dataViewer\` ON SCHEMA \`$PROJECT.$DATASET\` FROM 'serviceAccount:$COMPOSER_ACCOUNT'"
  remove bq show --format=json "$PROJECT:$DATASET.crypto_check_results" else query \
    "REVOKE \`roles/bigquery.dataEditor\` ON TABLE \`$PROJECT.$DATASET.crypto_check_results\` FROM 'serviceAccount:$COMPOSER_ACCOUNT'"
fi
for account in "$WORKER" "$BUILDER" "$PULL_REQUEST"; do
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
