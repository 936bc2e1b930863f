#!/usr/bin/env bash
# Applies the scripts of ../cli to a WildFly that is not running, or takes them back.
#
#   configure.sh [--restore] JBOSS_HOME [standalone-ha.xml|standalone.xml|another configuration]
#
# The same by hand, on a running server: bin/jboss-cli.sh --connect --file=configure-common.cli, then
# configure-standalone-ha.cli (or configure-standalone.cli), then :reload.
set -euo pipefail

verb=configure
if [[ ${1:-} == --restore ]]; then
  verb=restore
  shift
fi
home=${1:?"usage: configure.sh [--restore] JBOSS_HOME [CONFIGURATION]"}
config=${2:-standalone-ha.xml}
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")/../cli" && pwd)
file=$home/standalone/configuration/$config
[[ -r $file ]] || { echo "configure.sh: there is no $file." >&2 && exit 2; }

# A configuration that knows JGroups gets a cluster, another one local caches.
kind=standalone
if grep -q 'urn:jboss:domain:jgroups' "$file"; then
  kind=standalone-ha
fi

script=$(mktemp)
trap 'rm -f "$script"' EXIT
{
  echo "embed-server --server-config=$config --std-out=discard"
  cat "$scripts/$verb-common.cli" "$scripts/$verb-$kind.cli"
  echo stop-embedded-server
} >"$script"
output=$("$home/bin/jboss-cli.sh" --file="$script" </dev/null 2>&1) || { echo "$output" >&2 && exit 1; }
