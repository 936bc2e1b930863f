package almenara.transport;

import almenara.limits.Rate;
import almenara.networks.Literals;
import almenara.networks.Range;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/**
 * Where a request really comes from. {@code X-Forwarded-For} counts only when the request comes from a trusted proxy, and then only back to the last hop that
 * is not one; anybody can write the rest.
 */
public final class Addresses {

    private static final int V4_BYTES = 3;
    private static final int V6_BYTES = 6;
    private static final int V4_LENGTH = 4;

    private final List<Range> trusted;

    public Addresses(List<Range> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /** The caller's address, as a literal. */
    String caller(HttpServletRequest request) {
        return caller(request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
    }

    String caller(String remote, List<String> forwarded) {
        List<String> hops = new ArrayList<>();
        forwarded.forEach(line -> hops.addAll(Arrays.stream(line.split(",")).map(String::strip).toList()));
        String caller = remote;
        while (isTrusted(caller) && !hops.isEmpty()) {
            String hop = hops.removeLast();
            if (!Literals.isAddress(hop)) {
                return caller;
            }
            caller = hop;
        }
        return caller;
    }

    private boolean isTrusted(String address) {
        byte[] bytes = Literals.bytes(address);
        return trusted.stream().anyMatch(range -> range.contains(bytes));
    }

    /** The bucket of an address: the first 24 bits of IPv4, the first 48 of IPv6. */
    static String prefix(String address) {
        byte[] bytes = Literals.bytes(address);
        int length = bytes.length == V4_LENGTH ? V4_BYTES : V6_BYTES;
        return HexFormat.of().formatHex(bytes, 0, length);
    }

    /** True for the bucket of an IPv6 address. */
    public static boolean isV6(String prefix) {
        return prefix.length() == 2 * V6_BYTES;
    }

    /** The key by which what an address may do is counted (an IPv6 address by its /64). */
    static long key(String address) {
        return Rate.key(Literals.bytes(address));
    }
}
