#!/usr/bin/env bash
# Looks, by what the code does, for inputs that a parser of the server can't take. See --help and docs/fuzzing.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=../config/tools.sh
source config/tools.sh

usage() {
  cat <<'TEXT'
usage: server-war/fuzz.sh [--seconds N] [--list] [NAME]...
       server-war/fuzz.sh --clients N

  --seconds N  how long each fuzz test runs (600)
  --list       names them, and runs none
  --clients N  instead, so many hostile clients of bytes in each test of them, against the real server
  NAME         only those whose class or method has this in its name

What is found lies in target/fuzz, beside the inputs that a next run begins with, and the status is 1. Each one becomes a seed of its test.
TEXT
}

seconds=600
clients=0
list=false
wanted=()
parse() {
  while (($#)); do
    case $1 in
      --seconds)
        [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || give_up "--seconds takes a whole number."
        seconds=$2
        shift
        ;;
      --clients)
        [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || give_up "--clients takes a whole number."
        clients=$2
        shift
        ;;
      --list) list=true ;;
      --help) usage && exit 0 ;;
      -*) usage >&2 && exit 2 ;;
      *) wanted+=("$1") ;;
    esac
    shift
  done
}

# The fuzz tests, a line each: class and method.
tests() {
  local file class
  while read -r file; do
    class=${file#server-war/src/test/java/}
    class=${class%.java}
    grep -A 1 '@FuzzTest$' "$file" | sed -n "s|.*void \([A-Za-z0-9]*\)(.*|${class//\//.} \1|p"
  done < <(find server-war/src/test/java -name '*FuzzTest.java' ! -name ShortFuzzTest.java | sort)
}

is_wanted() { # class and method
  local name
  ((${#wanted[@]})) || return 0
  for name in "${wanted[@]}"; do
    [[ $1 != *"$name"* ]] || return 0
  done
  return 1
}

# A run ends with how many inputs it has tried, or with what it has found.
fuzz() { # class, method
  local out=$PWD/target/fuzz/$1.$2
  mkdir -p "$out/corpus"
  (
    cd "$out"
    "$JAVA_HOME/bin/java" -Xmx1g -Xshare:off -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED \
      -Djava.util.logging.config.file="$REPOSITORY/server-war/src/test/resources/logging.properties" -cp "$classes" \
      com.code_intelligence.jazzer.Jazzer --target_class="$1" --target_method="$2" --instrumentation_includes='almenara.**' \
      --custom_hook_includes='almenara.**' -artifact_prefix="$out/" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=3000 "$out/corpus"
  ) </dev/null >"$out/log" 2>&1
}

main() {
  parse "$@"
  if $list; then
    tests
    return
  fi
  find_jdk
  find_maven
  if ((clients)); then
    npm --prefix js-sdk ci --no-audit --no-fund && npm --prefix js-sdk run build
    maven -pl wildfly-config,server-war verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test='Hostile*IT' -Dit.cases="$clients" -Dit.tier=4
    return
  fi
  maven -q -pl server-war test-compile dependency:build-classpath -Dmdep.outputFile="$PWD/target/fuzz.classpath" -Dmdep.includeScope=test
  classes=$PWD/server-war/target/test-classes:$PWD/server-war/target/classes:$(<target/fuzz.classpath)
  local class method found=0
  while read -r class method; do
    is_wanted "$class $method" || continue
    if fuzz "$class" "$method"; then
      printf '%s %s: %s\n' "$class" "$method" "$(grep -a '^Done ' "target/fuzz/$class.$method/log")"
    else
      found=$((found + 1))
      printf '%s %s: see target/fuzz/%s.%s/log\n' "$class" "$method" "$class" "$method"
    fi
  done < <(tests)
  echo "$found found"
  ((found == 0))
}

main "$@"
