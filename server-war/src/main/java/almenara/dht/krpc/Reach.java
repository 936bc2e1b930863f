package almenara.dht.krpc;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where datagrams may go, whoever names the address: hosts of that DHT, at ports that are no service of a host's own (below 1024: DNS, NTP and the like). */
public record Reach(Family family, boolean privateToo) {

    public static final int LEAST_PORT = 1024;

    /** Private addresses only where {@code privateToo} says so. */
    public boolean admits(InetSocketAddress address) {
        return holds(address.getAddress()) && address.getPort() >= LEAST_PORT;
    }

    /** As {@link #admits}, whatever the port: that of a peer, to which no datagram goes, may be any. */
    public boolean holds(InetAddress address) {
        return Family.of(address) == family && (Networks.isPublic(address) || privateToo && Networks.isPrivate(address));
    }
}
