#!/usr/bin/env bash
# Two clients behind a NAT each, and a wide area network between them, in network namespaces. Needs root, iproute2 and nftables.
#
#   almenara-cliA 192.168.11.2 -- almenara-natA 203.0.113.11 --+
#           :     192.168.13.2 .. almenara-natC 203.0.113.13 --+-- almenara-wan 203.0.113.1
#   almenara-cliB 192.168.12.2 -- almenara-natB 203.0.113.12 --+
#
# C is another way out for the client A, and off until it is switched on: a telephone's mobile network beside its Wi-Fi.
#
# usage: nat.sh up | down | set A|B|C cone|symmetric|tcp-only | link A|B|C on|off | signaling-by A|C | idle SECONDS | stray A|B PORT | flows A|B|C
set -euo pipefail

WAYS=(A B C)
number() { case $1 in A) echo 11 ;; B) echo 12 ;; C) echo 13 ;; esac; }
client() { case $1 in C) echo cliA ;; *) echo "cli$1" ;; esac; }
interface() { case $1 in C) echo eth1 ;; *) echo eth0 ;; esac; }
inside() { ip netns exec "almenara-$1" "${@:2}"; }

up() {
  local way name
  command -v nft >/dev/null || {
    echo 'nft is missing: install the package nftables' >&2
    exit 1
  }
  down
  for name in wan natA natB natC cliA cliB; do
    ip netns add "almenara-$name"
    inside "$name" ip link set lo up
  done
  inside wan ip link add br0 type bridge
  inside wan ip address add 203.0.113.1/24 dev br0
  inside wan ip link set br0 up
  for way in "${WAYS[@]}"; do
    ip -n almenara-wan link add "to$way" type veth peer name wan netns "almenara-nat$way"
    inside wan ip link set "to$way" master br0 up
    inside "nat$way" ip address add "203.0.113.$(number "$way")/24" dev wan
    inside "nat$way" ip link set wan up
    ip -n "almenara-nat$way" link add lan type veth peer name "$(interface "$way")" netns "almenara-$(client "$way")"
    inside "nat$way" ip address add "192.168.$(number "$way").1/24" dev lan
    inside "nat$way" ip link set lan up
    inside "nat$way" sysctl -qw net.ipv4.ip_forward=1
    rules "$way" cone
  done
  link A on
  link B on
}

down() {
  local name
  for name in wan natA natB natC cliA cliB; do
    ip netns delete "almenara-$name" 2>/dev/null || true
  done
}

# A link that is off has no address and no route, as when a network is left. Where there are two, C is the one to take when A is off.
link() { # way on|off
  local at name
  at=$(client "$1") name=$(interface "$1")
  inside "$at" ip address flush dev "$name"
  inside "$at" ip link set "$name" down
  [[ $2 == on ]] || return 0
  inside "$at" ip address add "192.168.$(number "$1").2/24" dev "$name"
  inside "$at" ip link set "$name" up
  inside "$at" ip route add default via "192.168.$(number "$1").1" metric "$(number "$1")"
}

# By which way the client A reaches the node, whichever way all else takes.
signaling_by() { # way
  inside cliA ip rule delete ipproto tcp 2>/dev/null || true
  inside cliA ip route replace default via "192.168.$(number "$1").1" table 100
  inside cliA ip rule add ipproto tcp lookup 100
}

# After so many seconds of silence every NAT forgets who writes to whom.
idle() { # seconds
  local way
  for way in "${WAYS[@]}"; do
    inside "nat$way" sysctl -qw "net.netfilter.nf_conntrack_udp_timeout=$1" "net.netfilter.nf_conntrack_udp_timeout_stream=$1"
  done
}

# One packet to the wide area network that nobody answers.
stray() { # side port
  inside "cli$1" bash -c "echo stray >/dev/udp/203.0.113.1/$2"
}

# Who writes to whom over UDP, as far as the NAT remembers: one line for each.
flows() { # way
  inside "nat$1" sed -n '/ udp /p' /proc/net/nf_conntrack
}

# cone: one port for all peers, who may answer once they were written to; symmetric: another port for each peer; tcp-only: no UDP at all.
rules() { # way type
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
  link) link "$2" "$3" ;;
  signaling-by) signaling_by "$2" ;;
  idle) idle "$2" ;;
  stray) stray "$2" "$3" ;;
  flows) flows "$2" ;;
  *) sed -n 's/^# usage: /usage: /p' "$0" >&2 && exit 2 ;;
esac
