#!/bin/sh
# The entry point of a worker's container. Dataflow starts it as root and mounts folders that only root
# can write. The worker writes to none of them and handles untrusted data, so it drops root's privileges.
set -eu
worker=/app/dist/pipelines/worker.js
if [ "$(id -u)" -ne 0 ]; then exec "$worker" "$@"; fi
exec setpriv --reuid=1000 --regid=1000 --clear-groups --no-new-privs env HOME=/tmp "$worker" "$@"
