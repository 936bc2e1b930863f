#!/usr/bin/env bash
# Has a node stand for long what the tests try for seconds, and asserts the times that are aimed at. See --help and docs/reliability.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=../config/tools.sh
source config/tools.sh

SCENARIOS=(stalled rooms slow churn)

usage() {
  cat <<'TEXT'
usage: server-war/endurance.sh [--minutes N] [SCENARIO]...

  stalled      500 clients that stop reading, 10 minutes
  rooms        a million rooms are opened
  slow         4,000 connections that are slow in five ways, 3 minutes
  churn        2,000 clients that come and go, 120 minutes

  --minutes N  how long it goes on instead

Without a name all of them, one after the other. What is measured is printed, in lines that begin with "endurance:". The machine should do nothing else.
TEXT
}

minutes=0
wanted=()
parse() {
  while (($#)); do
    case $1 in
      --minutes)
        [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || give_up "--minutes takes a whole number."
        minutes=$2
        shift
        ;;
      --help) usage && exit 0 ;;
      *)
        [[ " ${SCENARIOS[*]} " == *" $1 "* ]] || { usage >&2 && exit 2; }
        wanted+=("$1")
        ;;
    esac
    shift
  done
  ((${#wanted[@]})) || wanted=("${SCENARIOS[@]}")
}

main() {
  parse "$@"
  find_jdk
  find_maven
  npm --prefix js-sdk ci --no-audit --no-fund && npm --prefix js-sdk run build
  local methods
  methods=$(IFS=+ && echo "${wanted[*]/%/*}")
  maven -pl wildfly-config,server-war verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test="EnduranceIT#$methods" -Dit.endurance=long -Dit.tier=4 -Dit.minutes="$minutes"
}

main "$@"
