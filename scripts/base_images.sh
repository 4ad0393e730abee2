#!/usr/bin/env bash
# Pulls the Dockerfile's base images and prints each with its digest, as an argument of docker build, so
# that the four targets of a build start from the same bytes. It fails on the first image that is missing.
#   --pin   writes the digests into the Dockerfile instead: NAME:TAG@sha256:DIGEST
set -euo pipefail

dockerfile=$(dirname "$0")/../Dockerfile
for name in BUILD_IMAGE NODE_IMAGE LAUNCHER_IMAGE; do
  image=$(sed -n "s/^ARG $name=//p" "$dockerfile")
  if ! docker pull --quiet "$image" >/dev/null; then
    echo "The base image $image can't be pulled. Choose another tag for $name in the Dockerfile: docs/deploy-variants.md says where the tags are listed." >&2
    exit 1
  fi
  digest=$(docker image inspect --format '{{index .RepoDigests 0}}' "$image")
  digest=${digest#*@}
  if [ "${1:-}" = --pin ]; then
    sed -i.before "s|^ARG $name=.*|ARG $name=${image%@*}@$digest|" "$dockerfile"
    rm "$dockerfile.before"
  else
    repository=${image%@*}
    # A colon before the last slash belongs to a registry's port, not to a tag.
    if [[ ${repository##*/} == *:* ]]; then repository=${repository%:*}; fi
    echo "--build-arg=$name=$repository@$digest"
  fi
done
