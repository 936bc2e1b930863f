# shellcheck shell=bash
# coturn for ./run --turn, with the configuration of wildfly-config/coturn. Sourced by ./run, whose variables and functions it uses; never run.

turn_port() { echo $((3488 + $(offset 1))); }

find_coturn() {
  command -v turnserver >/dev/null && return
  if apt_install coturn >&2; then
    # The package starts a server of its own, which nobody has asked for.
    as_root systemctl disable --now coturn >/dev/null 2>&1 || true
  fi
  command -v turnserver >/dev/null || give_up "coturn is missing: install the package coturn, so that turnserver is in PATH."
}

# A secret for this run. The nodes get it by their environment, which other users can't read, as they can a command line.
turn_environment() {
  local address
  address=$(local_address)
  ALMENARA_TURN_SECRETS=$(head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n')
  ALMENARA_TURN_URLS="turn:$address:$(turn_port)?transport=udp,turn:$address:$(turn_port)?transport=tcp"
  export ALMENARA_TURN_SECRETS ALMENARA_TURN_URLS
}

# What differs from place to place: here one address for everything, and peers at this very address alone.
turn_local() {
  local address
  address=$(local_address)
  printf '%s\n' "listening-ip=$address" "listening-port=$(turn_port)" "relay-ip=$address" "allowed-peer-ip=$address" no-tls realm=almenara \
    "static-auth-secret=$ALMENARA_TURN_SECRETS" "pidfile=$RUN/turn/turnserver.pid" "userdb=$RUN/turn/turndb"
  [[ $address != 127.* ]] || echo allow-loopback-peers
}

start_turn() {
  turn_environment
  mkdir -p "$RUN/turn"
  (umask 077 && cat wildfly-config/coturn/turnserver.conf <(turn_local) >"$RUN/turn/turnserver.conf")
  (trap '' HUP && exec turnserver -c "$RUN/turn/turnserver.conf") >"$RUN/turn.log" 2>&1 </dev/null &
  note_pid turn
}

await_turn() {
  local deadline=$((SECONDS + 20))
  until port_in_use "$(local_address)" "$(turn_port)"; do
    if ! pid_of turn >/dev/null || ((SECONDS >= deadline)); then
      failed_start turn "coturn does not listen at port $(turn_port)."
    fi
    sleep 0.1
  done
}
