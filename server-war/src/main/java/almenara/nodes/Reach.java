package almenara.nodes;

import almenara.networks.Range;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where this node goes to look for others, for anybody may write any URL into a record: over HTTPS to addresses of the public internet, at ports that the
 * operator has named; and, without TLS as well, into networks that the operator has named. Nowhere else, whatever a name leads to.
 */
public record Reach(List<Range> near, Set<Integer> ports) {

    /**
     * Not of the public internet (the IANA registries of special-purpose addresses), or addresses of IPv4 in other clothes: 6to4, Teredo, and all that a
     * NAT64 would turn into them.
     */
    private static final List<Range> SPECIAL = Stream.of("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
            "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20").map(Range::parse).toList();
    /** All of IPv6 that is given to anybody for the public internet. */
    private static final Range GLOBAL = Range.parse("2000::/3");
    private static final int V4 = 4;

    public Reach {
        near = List.copyOf(near);
        ports = Set.copyOf(ports);
    }

    /** True when that address may be called for that URL; every address that its name leads to has to be admitted. */
    public boolean admits(NodeUrl url, byte[] address) {
        return ports.contains(url.port()) && (isNear(address) || url.isTls() && isPublic(address));
    }

    private boolean isNear(byte[] address) {
        return near.stream().anyMatch(range -> range.contains(address));
    }

    private static boolean isPublic(byte[] address) {
        return (address.length == V4 || GLOBAL.contains(address)) && SPECIAL.stream().noneMatch(range -> range.contains(address));
    }
}
