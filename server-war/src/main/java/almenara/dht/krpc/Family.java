package almenara.dht.krpc;

import java.net.InetAddress;

/** The two DHTs, which share nothing (BEP 32), and their names in messages. */
public enum Family {
    IPV4(4, "nodes", "n4"),
    IPV6(16, "nodes6", "n6");

    private final int bytes;
    private final String nodes;
    private final String want;

    Family(int bytes, String nodes, String want) {
        this.bytes = bytes;
        this.nodes = nodes;
        this.want = want;
    }

    public static Family of(InetAddress address) {
        return address.getAddress().length == IPV4.bytes ? IPV4 : IPV6;
    }

    /** Of an address. */
    public int bytes() {
        return bytes;
    }

    /** The key of a list of nodes. */
    public String nodes() {
        return nodes;
    }

    /** What asks for that list. */
    public String want() {
        return want;
    }
}
