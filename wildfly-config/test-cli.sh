#!/usr/bin/env bash
# Tries the scripts of cli/ and bin/ on a stock WildFly from Maven Central. Part of ./test; the WAR is deployed if it has been built.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=../config/tools.sh
source ../config/tools.sh
# shellcheck source=../config/checks.sh
source ../config/checks.sh

OFFSET=9000 # port 17080 for HTTP, 18990 for management, 16600 for JGroups, 64200 for the UDP of the stock stack
STOCK=target/stock/$(sed -n 's:.*<version.wildfly>\(.*\)</version.wildfly>.*:wildfly-\1:p' ../pom.xml)
JGROUPS=target/$(sed -n 's:.*<version.jgroups>\(.*\)</version.jgroups>.*:jgroups-\1.jar:p' ../pom.xml)
server=
export JAVA_OPTS=$QUICK # of the CLI

stop_server() {
  [[ -n $server ]] || return 0
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=
}
trap stop_server EXIT

fetch() {
  find_jdk
  find_maven
  maven -q -pl wildfly-config dependency:unpack@stock dependency:copy@jgroups
  # Whatever an earlier run left half done is put right.
  [[ -d target/stock/fresh ]] || cp -R "$STOCK/standalone" target/stock/fresh
  rm -rf "$STOCK/standalone" "$STOCK/modules/org"
  cp -R target/stock/fresh "$STOCK/standalone"
}

xml() { echo "$STOCK/standalone/configuration/$1.xml"; }

model() { # configuration
  printf 'embed-server --server-config=%s.xml --std-out=discard\n:read-resource(recursive=true)\nstop-embedded-server\n' "$1" >target/model.cli
  "$STOCK/bin/jboss-cli.sh" --file=target/model.cli </dev/null 2>/dev/null
}

module_path() { # of org.jgroups, as the server sees it
  printf 'embed-server --std-out=discard\n/core-service=module-loading:list-resource-loader-paths(module=org.jgroups)\nstop-embedded-server\n' >target/model.cli
  "$STOCK/bin/jboss-cli.sh" --file=target/model.cli </dev/null 2>/dev/null
}

start_server() { # configuration
  local base=$PWD/target/stock/base
  rm -rf "$base" && cp -R "$STOCK/standalone" "$base"
  rm -rf "$base/log" # what the CLI wrote
  cp ../server-war/target/*.war "$base/deployments/" 2>/dev/null || true
  # Here, for the server's own redirection comes a moment later, and what the one before it said would count as its own.
  : >target/stock/server.log
  env -u JAVA_OPTS PREPEND_JAVA_OPTS=$QUICK ALMENARA_HOSTS="127.0.0.1[$((7600 + OFFSET))]" ALMENARA_WHEN_SPLIT=ALLOW_READ_WRITES ALMENARA_LOG_LEVEL=INFO LAUNCH_JBOSS_IN_BACKGROUND=1 \
    "$STOCK/bin/standalone.sh" -c "$1.xml" -Dalmenara.pow-effort=0 "-Djboss.server.base.dir=$base" "-Djboss.socket.binding.port-offset=$OFFSET" \
    >target/stock/server.log 2>&1 </dev/null &
  server=$!
}

started() { grep -q 'WFLYSRV0025' target/stock/server.log || ! kill -0 "$server"; }
clean_boot() { grep -q 'WFLYSRV0025' target/stock/server.log && ! grep -E ' (ERROR|FATAL) ' target/stock/server.log; }
ready() { [[ $(http_status 127.0.0.1 $((9990 + OFFSET)) /health/ready) == 200 ]]; }
answers() { [[ $(http_status 127.0.0.1 $(($2 + OFFSET)) "$1") == 200 ]]; }

# The WAR has no part in it.
no_path_is_refused() { [[ $(http_status 127.0.0.1 $((8080 + OFFSET)) B) == 400 ]]; }

# A category without a level writes everything.
levels() { awk '/<logger category=/{ name = $0; level = 0 } /<level /{ level = 1 } /<\/logger>/ && name && !level { print name; exit 1 }' "$(xml "$1")"; }

# Stock WildFly writes the properties and the environment of its start as DEBUG.
quiet() { awk '/^[-0-9]+ [:,0-9]+ (DEBUG|TRACE) / && !/\[org\.jboss\.as\.config\]/ { print; exit 1 }' target/stock/base/log/server.log; }

# Two comments: the stream has outlived two silences of 15 s, the listener's write-timeout notwithstanding.
stream_lives() {
  local line comments=0
  exec 3<>"/dev/tcp/127.0.0.1/$((8080 + OFFSET))"
  printf 'GET /room/%s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n' AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA >&3
  while ((comments < 2)) && IFS= read -r -t 40 line <&3; do
    [[ $line != :* ]] || comments=$((comments + 1))
  done
  ((comments == 2))
}

live() { # an operation on the running server has to succeed
  "$STOCK/bin/jboss-cli.sh" --connect --controller="127.0.0.1:$((9990 + OFFSET))" --command="$1" </dev/null
}

has_caches() { # kind of cache
  local cache
  for cache in nodes rooms log members offers spent state mesh; do
    live "/subsystem=infinispan/cache-container=almenara/$1-cache=$cache:read-resource" || return 1
  done
}

# configuration, kind of cache
try() {
  local config=$1 kind=$2 before
  before=$(model "$config")
  cp "$(xml "$config")" target/stock/before.xml

  check "configure changes $config.xml" bin/configure.sh "$STOCK" "$config.xml"
  cp "$(xml "$config")" target/stock/once.xml
  check "configure a second time is accepted by $config.xml" bin/configure.sh "$STOCK" "$config.xml"
  check "configure a second time changes nothing in $config.xml" diff target/stock/once.xml "$(xml "$config")"

  check "each log category of $config.xml has a level" levels "$config"

  start_server "$config"
  check "$config.xml boots" within 120 started
  check "$config.xml boots without an error" clean_boot
  check "$config.xml is ready" within 20 ready
  check "$config.xml has the seven caches" has_caches "$kind"
  check "$config.xml shows its metrics" answers /prometheus 9990
  check "a target that is no path is refused by $config.xml" no_path_is_refused
  if compgen -G '../server-war/target/*.war' >/dev/null; then
    check "the WAR answers at / on $config.xml" within 20 answers / 8080
    check "an event stream outlives its silences on $config.xml" stream_lives
    check "$config.xml writes nothing below INFO into its log" quiet
  fi
  stop_server

  check "restore is accepted by $config.xml" bin/configure.sh --restore "$STOCK" "$config.xml"
  check "restore brings back the XML of $config.xml" diff target/stock/before.xml "$(xml "$config")"
  check "restore brings back the management model of $config.xml" diff <(echo "$before") <(model "$config")
  check "restore a second time is accepted by $config.xml" bin/configure.sh --restore "$STOCK" "$config.xml"
  check "restore a second time changes nothing in $config.xml" diff target/stock/before.xml "$(xml "$config")"
}

fetch
check "a stock server ships its own JGroups" grep -q 'modules/system/.*jgroups-' <(module_path)
check "override-jgroups refuses a file that is another" bash -c "! bin/override-jgroups.sh '$STOCK' pom.xml"
check "override-jgroups takes the newer JGroups" bin/override-jgroups.sh "$STOCK" "$JGROUPS"
check "the server loads the newer JGroups" grep -q "modules/org/jgroups/main/$(basename "$JGROUPS")" <(module_path)
try standalone-ha replicated
check "override-jgroups --undo is accepted" bin/override-jgroups.sh --undo "$STOCK"
check "the server loads its own JGroups again" grep -q 'modules/system/.*jgroups-' <(module_path)
check "override-jgroups --undo leaves nothing" test ! -e "$STOCK/modules/org"
try standalone local
finish
