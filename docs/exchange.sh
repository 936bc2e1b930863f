#!/usr/bin/env bash
# Carries a shared-state table between nodes that can't reach each other, as routers do: each gets what the one before has, again and again.
# usage: exchange.sh TABLE SECONDS URL URL... (such as: exchange.sh almenara-offers 1 http://10.0.0.1:8080 http://10.1.0.1:8080)
set -euo pipefail

if (($# < 4)); then
  sed -n '3s/^# //p' "$0" >&2
  exit 2
fi
table=$1 seconds=$2
shift 2
carried=$(mktemp)
answer=$(mktemp)
trap 'rm -f "$carried" "$answer"' EXIT

while true; do
  for url in "$@"; do
    # A node that does not answer changes nothing: what is carried goes to the next one.
    if curl -sf --max-time 10 --data-binary "@$carried" "$url/cgi-bin/shared-state/$table" -o "$answer"; then
      cp "$answer" "$carried"
    else
      echo "$url does not answer" >&2
    fi
  done
  sleep "$seconds"
done
