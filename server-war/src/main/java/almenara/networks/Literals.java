package almenara.networks;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Addresses written in numbers. No name is ever looked up. */
public final class Literals {

    private static final Pattern LITERAL = Pattern.compile(
            "(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    /** At least two groups of nothing but zeros. */
    private static final Pattern ZEROS = Pattern.compile("\\b0(?::0\\b)+");
    /** Characters of the longest one: IPv6 with all its digits, the last four bytes as IPv4. */
    static final int LONGEST = 45;
    private static final int V6_GROUPS = 8;
    private static final int V4_LENGTH = 4;

    private Literals() {
    }

    /** The 4 or 16 bytes of the address; IPv4 in IPv6 has 4. Throws {@link IllegalArgumentException} for what is none. */
    public static byte[] bytes(String address) {
        String bare = address.indexOf('%') < 0 ? address : address.substring(0, address.indexOf('%'));
        if (bare.length() > LONGEST || !LITERAL.matcher(bare).matches()) {
            throw new IllegalArgumentException(address + " is not an address");
        }
        try {
            return InetAddress.getByName(bare).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address + " is not an address", e);
        }
    }

    /** True for an address written in numbers. */
    public static boolean isAddress(String text) {
        try {
            return bytes(text).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The one way to write an address (RFC 5952): in lower case, the longest run of zero groups as {@code ::}, IPv4 in IPv6 as IPv4. */
    public static String canonical(byte[] address) {
        if (address.length == V4_LENGTH) {
            return IntStream.range(0, V4_LENGTH).mapToObj(i -> Integer.toString(address[i] & 0xff)).collect(Collectors.joining("."));
        }
        String groups = IntStream.range(0, V6_GROUPS).mapToObj(i -> Integer.toHexString((address[2 * i] & 0xff) << Byte.SIZE | address[2 * i + 1] & 0xff))
                .collect(Collectors.joining(":"));
        String run = ZEROS.matcher(groups).results().map(MatchResult::group).reduce("", (one, other) -> other.length() > one.length() ? other : one);
        return run.isEmpty() ? groups : groups.replaceFirst("(^|:)" + run + "(:|$)", "::");
    }
}
