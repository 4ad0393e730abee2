# shellcheck shell=bash
# Links that open Looker Studio over the views. It is sourced by setup.sh.

check_looker_report() {
  case $LOOKER_REPORT in
    *[!A-Za-z0-9_-]*)
      echo "--looker-report=$LOOKER_REPORT is no id of a report: it is the part of the report's address" \
        "between reporting/ and /page. Nothing was changed." >&2
      exit 2
      ;;
  esac
}

# looker_studio_links VIEWS: a link for each of them that the report of docs/looker-studio.md reads, and with
# LOOKER_REPORT the one that opens a copy of that report.
looker_studio_links() {
  local wanted=" $1" name link
  if [ -n "$LOOKER_REPORT" ]; then wanted+="report "; fi
  echo "Open a view in Looker Studio; docs/looker-studio.md says what to show:" >&2
  while read -r name link; do
    case $wanted in *" $name "*) ;; *) continue ;; esac
    link=${link//=PROJECT/=${PROJECT//:/%3A}}
    link=${link//=DATASET/=$DATASET}
    echo "  $name ${link//=REPORT/=$LOOKER_REPORT}" >&2
  done <"$ROOT/scripts/setup/looker_studio.txt"
}
