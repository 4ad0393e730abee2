#!/usr/bin/env bash
# Creates everything the pipelines need in a Google Cloud project, and grants each identity the minimum
# roles. It is idempotent: existing resources are left unchanged. docs/deploy.md explains each part.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/setup.sh --project=PROJECT [--region=europe-west1] [options]
  --dry-run              print the commands that would change something, and run nothing
  --bucket=NAME          bucket for files, specs and SQL          (PROJECT-crypto)
  --dataset=NAME         BigQuery dataset                         (crypto)
  --repository=NAME      Artifact Registry repository             (crypto-pipelines)
  --composer=NAME        Composer environment in the region: sets its Airflow Variable and pool
  --composer-account=EMAIL  the service account of that environment: grants the roles that the DAG needs
  --github=REPOSITORY    creates the Cloud Build triggers for a connected repository: OWNER/NAME (1st
                         generation) or projects/P/locations/R/connections/C/repositories/N (2nd)
  --build-region=REGION  region of the triggers and their builds  (the region)
  --views                only create the views, after a first run has created their tables
  --looker-report=ID     with --views: also print the link to a copy of this Looker Studio report
  --notify=CHANNEL       notification channel of the alert policies, projects/P/notificationChannels/N
The API key is read from COINGECKO_API_KEY and becomes the first version of the secret. It is never printed.
TEXT
}

here=$(dirname "$0")
# shellcheck source=scripts/deployment.sh
source "$here/deployment.sh"
# shellcheck source=scripts/setup/resources.sh
source "$here/setup/resources.sh"
# shellcheck source=scripts/setup/looker_studio.sh
source "$here/setup/looker_studio.sh"
# shellcheck source=scripts/setup/accounts.sh
source "$here/setup/accounts.sh"
# shellcheck source=scripts/setup/triggers.sh
source "$here/setup/triggers.sh"
# shellcheck source=scripts/setup/monitoring.sh
source "$here/setup/monitoring.sh"
# shellcheck source=scripts/setup/composer.sh
source "$here/setup/composer.sh"

COMPOSER="" GITHUB="" NOTIFY="" VIEWS="" LOOKER_REPORT=""
for argument in "$@"; do
  if shared_option "$argument"; then continue; fi
  case $argument in
    --composer=*) COMPOSER=${argument#*=} ;;
    --github=*) GITHUB=${argument#*=} ;;
    --notify=*) NOTIFY=${argument#*=} ;;
    --views) VIEWS=yes ;;
    --looker-report=*) LOOKER_REPORT=${argument#*=} ;;
    --help) usage && exit 0 ;;
    *) unknown_option "$argument" ;;
  esac
done
name_deployment
check_repository

if [ -n "$VIEWS" ]; then
  check_looker_report
  views
  if [ -n "$MADE_VIEWS" ]; then looker_studio_links "$MADE_VIEWS"; fi
  exit 0
fi
# First, so that a wrong name or image changes nothing.
if [ -n "$COMPOSER" ]; then check_composer; fi
services
resources
# Early: the alert policies can only be created minutes after their metrics.
log_metrics
worker_account
build_accounts
if [ -n "$COMPOSER_ACCOUNT" ]; then composer_account; fi
if [ -n "$GITHUB" ]; then triggers; fi
dashboard
policies
# Last: it is the only part that depends on something that this script did not create.
if [ -n "$COMPOSER" ]; then composer; fi
echo "Next: run a build, launch date-dim, asset-dim and market-snapshot once, then scripts/setup.sh --views." >&2
