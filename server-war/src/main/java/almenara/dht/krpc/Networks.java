package almenara.dht.krpc;

import almenara.networks.Range;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses a node of the DHT can have, and which of them are neighbours, likely of one owner. The ranges are those of IANA's special-purpose registries;
 * IPv4 inside of IPv6 (::ffff:0:0/96) is missing, for Java makes IPv4 of it.
 */
public final class Networks {

    private static final List<Range> PRIVATE = ranges("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
            "::1/128", "fc00::/7", "fe80::/10");
    private static final List<Range> NOBODY = ranges("0.0.0.0/8", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");
    /** All of IPv6 that has been given out. */
    private static final Range GLOBAL = Range.parse("2000::/3");
    private static final int NEAR_IPV4 = 3;
    private static final int NEAR_IPV6 = 6;
    private static final int FAR_IPV4 = 2;
    private static final int FAR_IPV6 = 4;

    private Networks() {
    }

    private static List<Range> ranges(String... texts) {
        return Stream.of(texts).map(Range::parse).toList();
    }

    /** True for loopback, link-local and private networks. */
    public static boolean isPrivate(InetAddress address) {
        return isIn(PRIVATE, address.getAddress());
    }

    /** True for an address that a host of the Internet can have. */
    public static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        return !isIn(PRIVATE, bytes) && !isIn(NOBODY, bytes) && (bytes.length == Family.IPV4.bytes() || GLOBAL.contains(bytes));
    }

    private static boolean isIn(List<Range> ranges, byte[] address) {
        for (Range range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** The network of one owner: IPv4 /24, IPv6 /48, as bytes. */
    public static ByteBuffer near(InetAddress address) {
        return prefix(address, NEAR_IPV4, NEAR_IPV6);
    }

    /** The network of one provider: IPv4 /16, IPv6 /32, as bytes. */
    public static ByteBuffer far(InetAddress address) {
        return prefix(address, FAR_IPV4, FAR_IPV6);
    }

    private static ByteBuffer prefix(InetAddress address, int ipv4, int ipv6) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length == Family.IPV4.bytes() ? ipv4 : ipv6));
    }
}
