# shellcheck shell=bash
# APIs, and the resources that hold data, images and the key. It is sourced by setup.sh.

# ensure LOOKUP else CREATE: runs the command CREATE unless the command LOOKUP succeeds.
ensure() {
  local lookup=()
  while [ "$1" != else ]; do lookup+=("$1") && shift; done
  shift
  if [ -z "$DRY_RUN" ] && "${lookup[@]}" </dev/null >/dev/null 2>&1; then return; fi
  run "$@"
}

# has LINES LINE: whether it is one of the lines. One list command is much faster than a lookup a resource.
has() {
  grep -qxF -- "$2" <<<"$1"
}

# listed FORMAT LIST...: what a list command finds, a line a resource; nothing in a dry run.
listed() {
  if [ -z "$DRY_RUN" ]; then "${@:2}" --format="$1"; fi
}

# Compute runs Dataflow's workers; Container Analysis keeps the provenance of images.
services() {
  run gcloud services enable artifactregistry.googleapis.com bigquery.googleapis.com \
    cloudbuild.googleapis.com cloudresourcemanager.googleapis.com compute.googleapis.com \
    containeranalysis.googleapis.com dataflow.googleapis.com iam.googleapis.com logging.googleapis.com \
    monitoring.googleapis.com secretmanager.googleapis.com storage.googleapis.com
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

views() {
  local file name
  for file in "$ROOT"/sql/views/*.sql; do
    name=$(basename "$file" .sql)
    query "CREATE OR REPLACE VIEW \`$PROJECT.$DATASET.$name\` AS $(sed "s/{{ dataset }}/$PROJECT.$DATASET/g" "$file")"
  done
}
