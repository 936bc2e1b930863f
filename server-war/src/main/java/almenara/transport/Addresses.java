package almenara.transport;

import almenara.limits.Rate;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where a request really comes from. {@code X-Forwarded-For} counts only when the request comes from a trusted proxy, and then only back to the last hop that
 * is not one; anybody can write the rest.
 */
public final class Addresses {

    private static final Pattern LITERAL = Pattern.compile(
            "(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    /** At least two groups of nothing but zeros. */
    private static final Pattern ZEROS = Pattern.compile("\\b0(?::0\\b)+");
    private static final int V6_GROUPS = 8;
    private static final int V4_BYTES = 3;
    private static final int V6_BYTES = 6;
    private static final int V4_LENGTH = 4;

    /** A range of addresses in CIDR notation. */
    public record Range(byte[] network, int bits) {

        /** Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address; throws {@link IllegalArgumentException} for anything else. */
        public static Range parse(String text) {
            String[] halves = text.split("/", 2);
            byte[] network = literal(halves[0]);
            int bits = halves.length == 1 ? network.length * Byte.SIZE : Integer.parseInt(halves[1]);
            if (bits < 0 || bits > network.length * Byte.SIZE) {
                throw new IllegalArgumentException(text + " has more bits than an address");
            }
            return new Range(network, bits);
        }

        boolean contains(byte[] address) {
            if (address.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 1 << Byte.SIZE - 1 - bit % Byte.SIZE;
                if ((address[bit / Byte.SIZE] & mask) != (network[bit / Byte.SIZE] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

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
            if (!isAddress(hop)) {
                return caller;
            }
            caller = hop;
        }
        return caller;
    }

    private boolean isTrusted(String address) {
        byte[] bytes = literal(address);
        return trusted.stream().anyMatch(range -> range.contains(bytes));
    }

    /** The one way to write an address (RFC 5952): in lower case, the longest run of zero groups as {@code ::}, IPv4 in IPv6 as IPv4. */
    static String canonical(String address) {
        byte[] bytes = literal(address);
        if (bytes.length == V4_LENGTH) {
            return IntStream.range(0, V4_LENGTH).mapToObj(i -> Integer.toString(bytes[i] & 0xff)).collect(Collectors.joining("."));
        }
        String groups = IntStream.range(0, V6_GROUPS).mapToObj(i -> Integer.toHexString((bytes[2 * i] & 0xff) << Byte.SIZE | bytes[2 * i + 1] & 0xff))
                .collect(Collectors.joining(":"));
        String run = ZEROS.matcher(groups).results().map(MatchResult::group).reduce("", (one, other) -> other.length() > one.length() ? other : one);
        return run.isEmpty() ? groups : groups.replaceFirst("(^|:)" + run + "(:|$)", "::");
    }

    /** The bucket of an address: the first 24 bits of IPv4, the first 48 of IPv6. */
    static String prefix(String address) {
        byte[] bytes = literal(address);
        int length = bytes.length == V4_LENGTH ? V4_BYTES : V6_BYTES;
        return HexFormat.of().formatHex(bytes, 0, length);
    }

    /** The key by which what an address may do is counted (an IPv6 address by its /64). */
    static long key(String address) {
        return Rate.key(literal(address));
    }

    /** True for an address written in numbers. */
    public static boolean isAddress(String text) {
        try {
            return literal(text).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The bytes of an address written in numbers; no name is ever looked up. */
    private static byte[] literal(String address) {
        String bare = address.indexOf('%') < 0 ? address : address.substring(0, address.indexOf('%'));
        if (!LITERAL.matcher(bare).matches()) {
            throw new IllegalArgumentException(address + " is not an address");
        }
        try {
            return InetAddress.getByName(bare).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address + " is not an address", e);
        }
    }
}
