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

# sql_of FILE [NOTE]: a statement of sql/generated/bigquery for the dataset.
sql_of() {
  sed -e "s/{{ dataset }}/$PROJECT.$DATASET/g" -e "s/{{ note }}/${2:-}/" "$ROOT/sql/generated/bigquery/$1"
}

# The views whose tables are there, each after those that it reads; MADE_VIEWS names them.
views() {
  local tables="" note="" name needs need
  MADE_VIEWS=""
  if [ -z "$DRY_RUN" ]; then
    tables=$(bq ls --format=json --max_results=1000 "$PROJECT:$DATASET" | tr ',' '\n' |
      sed -n 's/.*"tableId": *"\([^"]*\)".*/\1/p')
    if bq show --format=json "$PROJECT:$DATASET.crypto_market_snapshot_fact" 2>/dev/null |
      grep -q '"description": *"Made-up data'; then note="Made-up data of the sample market. "; fi
  fi
  # Not on stdin, which the commands have.
  while read -r name needs <&3; do
    for need in $needs; do
      if [ -z "$DRY_RUN" ] && ! has "$tables" "$need"; then
        echo "No view $name yet: there is no table $need." >&2
        continue 2
      fi
    done
    query "$(sql_of "views/$name.sql" "$note")"
    MADE_VIEWS+="$name "
  done 3<"$ROOT/sql/generated/bigquery/views.txt"
}
