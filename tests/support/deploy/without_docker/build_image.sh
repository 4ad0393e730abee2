#!/usr/bin/env bash
# Builds a target of the Dockerfile without Docker.
# Usage: build_image.sh CACHE TARGET    prints the folder of the unpacked image
set -euo pipefail
cache=$1 target=$2
here=$(cd "$(dirname "$0")" && pwd)
"$here/bases.sh" "$cache"
IMAGE_CACHE=$cache "$here/docker" build --target "$target" \
  --build-arg "SDK_CONTAINER_IMAGE=local/$target:1" --tag "localhost/$target:1" "$here/../../../.." >&2
store=(--root "$cache/root" --runroot "$cache/run")
container=$(buildah "${store[@]}" from --pull-never "localhost/$target:1")
buildah "${store[@]}" mount "$container"
