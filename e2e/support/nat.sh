#!/usr/bin/env bash
# Two clients behind a NAT each, and a wide area network between them, in network namespaces. Needs root, iproute2 and nftables.
#
#   almenara-cliA 192.168.11.2 -- almenara-natA 203.0.113.11 --+
#                                                              +-- almenara-wan 203.0.113.1
#   almenara-cliB 192.168.12.2 -- almenara-natB 203.0.113.12 --+
#
# usage: nat.sh up | down | set A|B cone|symmetric|tcp-only
set -euo pipefail

number() { case $1 in A) echo 11 ;; B) echo 12 ;; esac; }
inside() { ip netns exec "almenara-$1" "${@:2}"; }

up() {
  local side name
  down
  for name in wan natA natB cliA cliB; do
    ip netns add "almenara-$name"
    inside "$name" ip link set lo up
  done
  inside wan ip link add br0 type bridge
  inside wan ip address add 203.0.113.1/24 dev br0
  inside wan ip link set br0 up
  for side in A B; do
    ip -n almenara-wan link add "to$side" type veth peer name wan netns "almenara-nat$side"
    inside wan ip link set "to$side" master br0 up
    inside "nat$side" ip address add "203.0.113.$(number $side)/24" dev wan
    inside "nat$side" ip link set wan up
    ip -n "almenara-nat$side" link add lan type veth peer name eth0 netns "almenara-cli$side"
    inside "nat$side" ip address add "192.168.$(number $side).1/24" dev lan
    inside "nat$side" ip link set lan up
    inside "cli$side" ip address add "192.168.$(number $side).2/24" dev eth0
    inside "cli$side" ip link set eth0 up
    inside "cli$side" ip route add default via "192.168.$(number $side).1"
    inside "nat$side" sysctl -qw net.ipv4.ip_forward=1
    rules "$side" cone
  done
}

down() {
  local name
  for name in wan natA natB cliA cliB; do
    ip netns delete "almenara-$name" 2>/dev/null || true
  done
}

# cone: one port for all peers, who may answer once they were written to; symmetric: another port for each peer; tcp-only: no UDP at all.
rules() { # side type
  local masquerade="masquerade" forward="accept"
  case $2 in
    cone) ;;
    symmetric) masquerade="masquerade fully-random" ;;
    tcp-only) forward="meta l4proto tcp accept" ;;
    *) return 2 ;;
  esac
  # What comes in unasked is dropped: it would leave a trace in the table of connections that takes the port from who asks for it later.
  inside "nat$1" nft -f - <<NFT
flush ruleset
table ip nat {
  chain post { type nat hook postrouting priority 100; oifname "wan" $masquerade; }
}
table ip filter {
  chain input { type filter hook input priority 0; iifname "wan" udp dport 1024-65535 drop; }
  chain forward { type filter hook forward priority 0; policy drop; ct state established,related accept; iifname "lan" $forward; }
}
NFT
}

case ${1:-} in
  up | down) "$1" ;;
  set) rules "$2" "$3" ;;
  *) sed -n 's/^# usage: /usage: /p' "$0" >&2 && exit 2 ;;
esac
