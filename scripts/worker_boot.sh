#!/bin/sh
# What a container of a worker runs. Dataflow starts it as root and mounts folders that only root may
# write; the worker writes none of them, and handles data of strangers: so it goes on as nobody's user.
set -eu
worker=/app/dist/pipelines/worker.js
if [ "$(id -u)" -ne 0 ]; then exec "$worker" "$@"; fi
exec setpriv --reuid=1000 --regid=1000 --clear-groups --no-new-privs env HOME=/tmp "$worker" "$@"
