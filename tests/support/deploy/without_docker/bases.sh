#!/usr/bin/env bash
# Creates the Dockerfile's base images where none can be pulled: a Debian with the Node of the
# Dockerfile's tag, by debootstrap and npm, and a stand-in for Google's launcher, which calls the program
# in the same way.
# Usage: bases.sh CACHE
set -euo pipefail
cache=$1
root=$(cd "$(dirname "$0")/../../../.." && pwd)
node_version=$(sed -n 's/^ARG NODE_IMAGE=node:\([0-9.]*\)-.*/\1/p' "$root/Dockerfile")
base=$cache/base-gcc-$node_version
store=(--root "$cache/root" --runroot "$cache/run")
mkdir -p "$cache"

# Each part is marked when it is complete: an interrupted one is made again.
if [ ! -e "$base.done" ]; then
  rm -rf "$base"
  debootstrap --variant=minbase --include=ca-certificates,libstdc++6,gcc,libc6-dev bookworm "$base" >&2
  npm install --silent --no-save --prefix "$cache/node" "node@$node_version" >&2
  cp "$cache/node/node_modules/node/bin/node" "$base/usr/local/bin/node"
  mkdir -p "$base/usr/local/lib/node_modules"
  cp -RL "$(npm root --global)/npm" "$base/usr/local/lib/node_modules/"
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$base/usr/local/bin/npm"
  cp /etc/ssl/certs/ca-certificates.crt "$base/etc/ssl/certs/"
  touch "$base.done"
fi
launcher=$cache/launcher/opt/google/dataflow
mkdir -p "$launcher"
# shellcheck disable=SC2016
printf '#!/bin/sh\nexec "$FLEX_TEMPLATE_GO_BINARY" "$@"\n' >"$launcher/go_template_launcher"
chmod 0755 "$launcher/go_template_launcher"

# image FOLDER NAME: an image of a folder's contents.
image() {
  local container
  container=$(buildah "${store[@]}" from scratch)
  buildah "${store[@]}" add -q "$container" "$1" / >&2
  buildah "${store[@]}" config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    --env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt "$container"
  buildah "${store[@]}" commit -q --rm "$container" "$2" >&2
}
if [ ! -e "$cache/images-gcc.done" ]; then
  image "$base" localhost/node-base
  image "$cache/launcher" localhost/launcher-base
  touch "$cache/images-gcc.done"
fi
