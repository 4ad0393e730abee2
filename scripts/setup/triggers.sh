# shellcheck shell=bash
# The Cloud Build triggers. It is sourced by setup.sh.

# Refuses a --github that is in neither of its two forms.
check_repository() {
  local name='[^/]+'
  if [ -n "$GITHUB" ] &&
    ! [[ $GITHUB =~ ^$name/$name$ || $GITHUB =~ ^projects/$name/locations/$name/connections/$name/repositories/$name$ ]]; then
    echo "--github=$GITHUB is neither OWNER/NAME nor projects/P/locations/R/connections/C/repositories/N." >&2
    exit 2
  fi
}

triggers() {
  local connected
  case $GITHUB in
    projects/*) connected=(--repository="$GITHUB") ;;
    *) connected=(--repo-owner="${GITHUB%%/*}" --repo-name="${GITHUB##*/}") ;;
  esac
  local values=_REGION=$REGION,_REPOSITORY=$REPOSITORY,_BUCKET=$BUCKET
  if [ -n "${COMPOSER_BUCKET:-}" ]; then
    grant_on_bucket "$COMPOSER_BUCKET" "$BUILDER" roles/storage.objectUser
    values+=,_COMPOSER_BUCKET=$COMPOSER_BUCKET
  fi
  trigger crypto-main "$BUILDER" --branch-pattern='^main$' --build-config=cloudbuild.yaml \
    --substitutions="$values" "${connected[@]}"
  trigger crypto-pull-request "$PULL_REQUEST" --pull-request-pattern='^main$' \
    --comment-control=COMMENTS_ENABLED_FOR_EXTERNAL_CONTRIBUTORS_ONLY \
    --build-config=cloudbuild.pull-request.yaml "${connected[@]}"
  update_composer_bucket
}

# A trigger from before there was a Composer environment does not know its bucket.
update_composer_bucket() {
  local known
  if [ -n "$DRY_RUN" ] || [ -z "${COMPOSER_BUCKET:-}" ]; then return; fi
  known=$(gcloud builds triggers describe crypto-main --region="$BUILD_REGION" \
    --format='value(substitutions._COMPOSER_BUCKET)')
  if [ "$known" = "$COMPOSER_BUCKET" ]; then return; fi
  gcloud builds triggers update github crypto-main --region="$BUILD_REGION" \
    --update-substitutions="_COMPOSER_BUCKET=$COMPOSER_BUCKET"
}

# trigger NAME ACCOUNT FLAG...
trigger() {
  local name=$1 account=$2
  shift 2
  ensure gcloud builds triggers describe "$name" --region="$BUILD_REGION" else \
    gcloud builds triggers create github --name="$name" --region="$BUILD_REGION" \
    --service-account="projects/$PROJECT/serviceAccounts/$account" "$@"
}
