package almenara.dht.krpc;

import java.net.InetSocketAddress;

/** A node, and where it is said to be. */
public record Contact(NodeId id, InetSocketAddress address) {

    /** True when the id goes with the address, or need not: addresses of private networks are exempt (BEP 42). */
    public boolean complies() {
        return Networks.isPrivate(address.getAddress()) || SecureId.complies(id, address.getAddress());
    }
}
