package almenara.dht.krpc;

import java.net.InetSocketAddress;

/** Where datagrams may go, whoever names the address: hosts of that DHT, at ports that are no service of a host's own (below 1024: DNS, NTP and the like). */
public record Reach(Family family, boolean privateToo) {

    public static final int LEAST_PORT = 1024;

    /** Private addresses only where {@code privateToo} says so. */
    public boolean admits(InetSocketAddress address) {
        return Family.of(address.getAddress()) == family && address.getPort() >= LEAST_PORT
                && (Networks.isPublic(address.getAddress()) || privateToo && Networks.isPrivate(address.getAddress()));
    }
}
