#!/usr/bin/env bash
# Tries ./run as its users would: exit codes, ports in use, what is left behind. Part of ./test.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=../config/tools.sh
source config/tools.sh
# shellcheck source=../config/checks.sh
source config/checks.sh

PORT=28080 # 29990 for management, 27600 for JGroups
WORK=$PWD/wildfly-config/target/test-run
export ALMENARA_RUN=$WORK/run
export ALMENARA_JAVA_OPTS=$QUICK
blocker=

tidy() {
  ./run --stop
  [[ -z $blocker ]] || kill "$blocker" 2>/dev/null || true
}
trap tidy EXIT

# exits STATUS "words that standard error has to hold" command...
exits() {
  local wanted=$1 words=$2 status=0 said
  shift 2
  said=$("$@" 2>&1 >/dev/null) || status=$?
  echo "$said"
  [[ $status == "$wanted" && $said == *"$words"* ]]
}

is_one_sentence() { [[ $("$@" 2>&1 >/dev/null | wc -l) -eq 1 ]]; }

# A PATH with all the usual tools but without these.
path_without() {
  rm -rf "$WORK/bin" && mkdir -p "$WORK/bin"
  ln -sf /usr/bin/* /bin/* "$WORK/bin/"
  (cd "$WORK/bin" && rm -f "$@")
  echo "$WORK/bin"
}

old_jdk() {
  mkdir -p "$WORK/jdks/seventeen/bin"
  echo 'JAVA_VERSION="17.0.15"' >"$WORK/jdks/seventeen/release"
  touch "$WORK/jdks/seventeen/bin/javac" && chmod +x "$WORK/jdks/seventeen/bin/javac"
}

block() { # port
  node -e 'require("net").createServer().listen(Number(process.argv[1]), "127.0.0.1")' "$1" </dev/null >/dev/null 2>&1 &
  blocker=$!
  within 10 port_in_use 127.0.0.1 "$1"
}

unblock() {
  kill "$blocker"
  wait "$blocker" 2>/dev/null || true
  blocker=
}

refuses_port() { # port
  block "$1"
  local status=0
  exits 2 "port $1" ./run --port $PORT || status=$?
  unblock
  return $status
}

answers() { [[ $(http_status 127.0.0.1 "$1" "$2") == 200 ]]; } # port path
processes() { ps -ww -eo args= | grep -c "[j]boss.server.base.dir=$ALMENARA_RUN/" || true; }
nothing_left() { [[ $(processes) == 0 && ! -e $ALMENARA_RUN ]]; }
turn_answers() { port_in_use 127.0.0.1 23488; } # 3488, moved as the other ports
turn_starts() { ./run --port $PORT --turn --detach && turn_answers && secret_is_kept; }
secret_is_kept() {
  local secret lines
  secret=$(sed -n 's/^static-auth-secret=//p' "$ALMENARA_RUN/turn/turnserver.conf")
  lines=$(ps -ww -eo args=)
  [[ -n $secret && $lines != *"$secret"* ]]
}
gives_no_credential() { [[ $(node -e 'fetch(process.argv[1], { method: "POST" }).then(async (answer) => console.log((await answer.json()).code))' "http://127.0.0.1:$PORT/token") == "$1" ]]; }
turn_ends() { ./run --stop && ! turn_answers && nothing_left; }
builds_nothing() { ! grep -q Building <(./run --port $PORT --detach) && ./run --stop; }

loses_one() {
  kill -9 "$(cat "$ALMENARA_RUN/node2.pid")"
  within 20 grep -q 'node2 has ended; 1 of 2 left' "$WORK/said" && answers $PORT /
}

mkdir -p "$WORK" && old_jdk
check "--help explains" grep -q 'usage: ./run' <(./run --help)
check "an unknown option is a misuse" exits 2 "usage: ./run" ./run --fast
check "an option without its value is a misuse" exits 2 "--port needs a value" ./run --port
check "no nodes is a misuse" exits 2 "--nodes takes" ./run --nodes 0
check "a port that is none is a misuse" exits 2 "--port takes" ./run --port http
check "stopping what does not run is fine" ./run --stop

without_java=(env -u JAVA_HOME "PATH=$(path_without java javac node npm)")
check "a missing JDK is one sentence and a 2" exits 2 "none was found" "${without_java[@]}" "ALMENARA_JDKS=$WORK/none" ./run
check "a JDK too old is one sentence and a 2" exits 2 "the newest found is 17" "${without_java[@]}" "ALMENARA_JDKS=$WORK/jdks" ./run
check "the sentence stands alone" is_one_sentence "${without_java[@]}" "ALMENARA_JDKS=$WORK/jdks" ./run
find_jdk
check "a missing Node is one sentence and a 2" exits 2 "Node 20" env "PATH=$WORK/bin" ./run

check "a taken HTTP port is one sentence and a 2" refuses_port $PORT
check "a taken management port is one sentence and a 2" refuses_port 29990
check "a taken JGroups port is one sentence and a 2" refuses_port 27600

check "a node starts, detached" ./run --port $PORT --detach
check "it answers at /" answers $PORT /
check "it answers at /demo/" answers $PORT /demo/
check "it is ready" answers 29990 /health/ready
check "it knows of no TURN server" gives_no_credential no-turn
check "a second one is refused" exits 2 "running already" ./run --port $PORT
check "--stop stops it" ./run --stop
check "--stop leaves nothing" nothing_left
check "a second start builds nothing" builds_nothing

check "a missing coturn is one sentence and a 2" \
  exits 2 "install the package coturn" env "PATH=$(path_without turnserver apt-get)" ./run --port $PORT --turn
check "coturn starts beside a node, and no command line tells its secret" turn_starts
check "the node knows of it" gives_no_credential bad-token
check "--stop ends it with the node" turn_ends

# As the leader of a process group of its own: what a terminal does.
set -m
./run --nodes 2 --port $PORT >"$WORK/said" 2>&1 </dev/null &
runner=$!
set +m
check "two nodes start in the foreground" within 180 grep -q Ctrl-C "$WORK/said"
check "the loss of one is said, and the other answers" loses_one
kill -INT -- "-$runner"
status=0
wait "$runner" || status=$?
check "Ctrl-C ends it with 130" test $status = 130
check "Ctrl-C leaves nothing" nothing_left

check "a WAR that does not deploy is a 1 that names the log" \
  exits 1 "could not deploy" env ALMENARA_JAVA_OPTS=-Dalmenara.no-such-setting=1 ./run --port $PORT --detach
check "the log of a failed start is kept" test -s "$ALMENARA_RUN/node1.log"
check "nothing else of it is kept" test ! -e "$ALMENARA_RUN/node1"
finish
