# shellcheck shell=bash
# The Composer environment's Airflow Variable and pool. It is sourced by setup.sh.

# Reads the environment's bucket and Airflow version, before anything is changed.
check_composer() {
  AIRFLOW_VERSION=2 COMPOSER_BUCKET=""
  if [ -n "$DRY_RUN" ]; then return; fi
  local described image prefix
  if ! described=$(gcloud composer environments describe "$COMPOSER" --location="$REGION" \
    --format='value[separator=" "](config.softwareConfig.imageVersion,config.dagGcsPrefix)'); then
    echo "There is no Composer environment $COMPOSER in $REGION: correct --composer or --region. Nothing was changed." >&2
    exit 1
  fi
  read -r image prefix <<<"$described"
  COMPOSER_BUCKET=${prefix#gs://}
  COMPOSER_BUCKET=${COMPOSER_BUCKET%%/*}
  AIRFLOW_VERSION=${image##*-airflow-}
  case $AIRFLOW_VERSION in
    2.1[0-9].* | 3.* | 3) ;;
    *)
      echo "The environment's image is $image: the DAG needs Airflow 2.10 or 3. Nothing was changed." >&2
      exit 1
      ;;
  esac
}

composer() {
  local settings
  settings=$(
    cat <<JSON
{"project": "$PROJECT", "region": "$REGION", "templates": "gs://$BUCKET/templates", "output": "gs://$BUCKET/crypto", "warehouse": "bigquery:$PROJECT.$DATASET", "api_key_secret": "projects/$PROJECT/secrets/$SECRET/versions/latest", "environment": {"serviceAccountEmail": "$WORKER", "tempLocation": "gs://$BUCKET/dataflow/tmp", "stagingLocation": "gs://$BUCKET/dataflow/staging", "maxWorkers": 1}}
JSON
  )
  if ! ensure airflow variables get crypto_etl else airflow variables set crypto_etl "$settings" ||
    ! run airflow pools set coingecko_api 1 "One API, one key: its pipelines run one at a time." --include-deferred; then
    cat >&2 <<TEXT
The Airflow Variable and the pool could not be set; everything else is done. Run this script again, or set
them in the Airflow UI of $COMPOSER:
  Admin > Variables: key crypto_etl, value $settings
  Admin > Pools: coingecko_api, 1 slot, include deferred
TEXT
    return 1
  fi
}

# airflow COMMAND SUBCOMMAND ARGUMENT...: runs Airflow's command line in the environment. gcloud refuses
# these commands for Airflow 3, although Composer's API serves them: there the API is called directly.
airflow() {
  if [[ $AIRFLOW_VERSION == 2* ]]; then
    run gcloud composer environments run "$COMPOSER" --location="$REGION" "$1" "$2" -- "${@:3}"
  else
    airflow_by_api "$@"
  fi
}

airflow_by_api() {
  local command=$1 subcommand=$2 parameters="" execution argument
  shift 2
  for argument in "$@"; do parameters+="${parameters:+, }$(json_text "$argument")"; done
  execution=$(composer_api executeAirflowCommand \
    "{\"command\": \"$command\", \"subcommand\": \"$subcommand\", \"parameters\": [$parameters]}") || return
  local poll
  poll="{$(json_field executionId "$execution"), $(json_field pod "$execution"), $(json_field podNamespace "$execution"), \"nextLineNumber\": 1}"
  local answer
  for _ in {1..150}; do
    answer=$(composer_api pollAirflowCommand "$poll") || return
    if [[ $answer =~ \"outputEnd\":\ *true ]]; then
      if [[ $answer =~ \"exitCode\":\ *([1-9][0-9]*) ]]; then
        echo "$answer" >&2
        return 1
      fi
      return 0
    fi
    sleep 2
  done
  echo "airflow $command $subcommand is still running in $COMPOSER after 5 minutes." >&2
  return 1
}

# composer_api METHOD BODY: the token is not an argument, so that it appears in no process list.
composer_api() {
  local api=${CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPOSER:-https://composer.googleapis.com/} token
  token=$(gcloud auth print-access-token) || return
  curl --silent --show-error --fail-with-body --header @- --header 'Content-Type: application/json' \
    --data "$2" "${api%/}/v1/projects/$PROJECT/locations/$REGION/environments/$COMPOSER:$1" \
    <<<"Authorization: Bearer $token"
}

# json_text TEXT: as a JSON string.
json_text() {
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}

# json_field NAME OBJECT: the field `"NAME": "..."` of an object that curl returned.
json_field() {
  tr -d '\n' <<<"$2" | grep -o "\"$1\": *\"[^\"]*\""
}
