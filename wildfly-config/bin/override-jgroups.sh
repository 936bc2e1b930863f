#!/usr/bin/env bash
# Gives a WildFly 39.0.1 a newer JGroups: 5.5.2, which it ships, can stop delivering from one node to another for ever (README.md).
#
#   override-jgroups.sh JBOSS_HOME [jgroups-5.5.7.Final.jar]     without the file it is fetched from Maven Central
#   override-jgroups.sh --undo JBOSS_HOME
#
# Nothing that WildFly shipped is touched: a module in modules/org/jgroups comes before the one in modules/system.
# The server has to be started anew after either.
set -euo pipefail

VERSION=5.5.7.Final
SHA256=0280f032a37b1d3c9e2a7c8235a652888d6acb35d43b2fd7d8878c5e9d4b2493

fail() { echo "override-jgroups.sh: $*" >&2 && exit 2; }

undo=false
if [[ ${1:-} == --undo ]]; then
  undo=true
  shift
fi
home=${1:?"usage: override-jgroups.sh [--undo] JBOSS_HOME [JAR]"}
shipped=$home/modules/system/layers/base/org/jgroups/main
module=$home/modules/org/jgroups/main
[[ -r $shipped/module.xml ]] || fail "$home is not a WildFly with JGroups."

if $undo; then
  rm -rf "$module"
  rmdir "$home/modules/org/jgroups" "$home/modules/org" 2>/dev/null || true
  exit 0
fi

jar=jgroups-$VERSION.jar
incoming=$(mktemp)
trap 'rm -f "$incoming"' EXIT
if [[ -n ${2:-} ]]; then
  cp "$2" "$incoming"
else
  curl -fsSL -o "$incoming" "https://repo.maven.apache.org/maven2/org/jgroups/jgroups/$VERSION/$jar" || fail "Maven Central did not give $jar."
fi
sum=$({ sha256sum "$incoming" 2>/dev/null || shasum -a 256 "$incoming"; } | cut -d' ' -f1)
[[ $sum == "$SHA256" ]] || fail "$jar is not the file it should be (its SHA-256 is $sum)."

mkdir -p "$module"
install -m 644 "$incoming" "$module/$jar"
sed "s/jgroups-[0-9][^\"]*\.jar/$jar/" "$shipped/module.xml" >"$module/module.xml"
