# shellcheck shell=bash
# Tests in shell: a check is a sentence and a command; one line for each, the way of TAP. Sourced, never run.

checks=0 failures=0

# check "sentence" command...: the command has to succeed; what it said is shown when it does not.
check() {
  local sentence=$1 said
  shift
  checks=$((checks + 1))
  if said=$("$@" 2>&1); then
    echo "ok $checks - $sentence"
  else
    failures=$((failures + 1))
    echo "not ok $checks - $sentence"
    tail -n 40 <<<"$said" | sed 's/^/#   /'
  fi
}

# Repeats a command every 0.2 s until it succeeds, for so many seconds.
within() { # seconds command...
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.2
  done
}

finish() {
  echo "1..$checks"
  ((failures == 0))
}
