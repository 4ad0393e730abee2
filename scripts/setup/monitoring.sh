# shellcheck shell=bash
# Log-based metrics, the dashboard, and the alert policies. It is sourced by setup.sh.

log_metrics() {
  local file name existing
  existing=$(listed 'value(name)' gcloud logging metrics list)
  for file in "$ROOT"/monitoring/log_metrics/*.json; do
    name=$(basename "$file" .json)
    if has "$existing" "$name"; then continue; fi
    run gcloud logging metrics create "$name" --config-from-file="$file"
  done
}

dashboard() {
  local existing
  existing=$(listed 'value(displayName)' gcloud monitoring dashboards list)
  if has "$existing" "$DASHBOARD"; then return; fi
  run gcloud monitoring dashboards create --config-from-file="$ROOT/monitoring/dashboard.json"
}

policies() {
  local file name existing notify=()
  if [ -n "$NOTIFY" ]; then notify=(--notification-channels="$NOTIFY"); fi
  existing=$(listed 'value(displayName)' monitoring_policies list)
  for file in "$ROOT"/monitoring/policies/*.json; do
    name=$(sed -n 's/.*"displayName": "\(Crypto: [^"]*\)".*/\1/p' "$file")
    if has "$existing" "$name"; then continue; fi
    create_policy --policy-from-file="$file" ${notify[@]+"${notify[@]}"}
  done
}

# create_policy FLAG...: Monitoring does not know a new log-based metric for up to 10 minutes. It is
# retried for 12.
create_policy() {
  if [ -n "$DRY_RUN" ]; then monitoring_policies create "$@" && return; fi
  local errors attempt
  for attempt in {1..13}; do
    if errors=$(monitoring_policies create "$@" 2>&1); then return; fi
    if [[ $errors != *"annot find metric"* ]]; then break; fi
    if [ "$attempt" -eq 1 ]; then
      echo "Monitoring does not know the new metrics yet: retrying for up to 12 minutes." >&2
    fi
    if [ "$attempt" -lt 13 ]; then sleep 60; fi
  done
  echo "$errors" >&2
  echo "The alert policy was not created. Fix the cause above, if there is one, and run this script again." >&2
  return 1
}
