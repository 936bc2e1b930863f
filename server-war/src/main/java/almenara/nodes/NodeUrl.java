package almenara.nodes;

import almenara.networks.Literals;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of a node, ending in {@code /}, in the one way to write it: lower case, ASCII, an address in the form of RFC 5952, no port that is the usual one, no
 * user, query or fragment, nothing percent-encoded. Whatever else a browser or a library might take for a URL is none, so nobody reads another host in it.
 */
public record NodeUrl(String scheme, String host, int port, String path) {

    /** Characters that a URL has at most. */
    public static final int LONGEST = 255;
    private static final String TLS = "https";
    private static final int TLS_PORT = 443;
    private static final int PLAIN_PORT = 80;
    private static final int LAST_PORT = 65_535;
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    /** The last label has to begin with a letter, or it would be (part of) an address, in whatever notation. */
    private static final Pattern NAME = Pattern.compile("(?:" + LABEL + "\\.)*(?=[a-z])" + LABEL);
    private static final Pattern URL = Pattern.compile(
            "(https?)://([a-z0-9.-]+|\\[[0-9a-f:]+])(?::([1-9][0-9]{0,4}))?(/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*)");

    /** The URL in the text, if it is the one way to write one. */
    public static Optional<NodeUrl> read(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher url = URL.matcher(text);
        if (!url.matches() || !isHost(url.group(2))) {
            return Optional.empty();
        }
        int usual = usual(url.group(1));
        int port = url.group(3) == null ? usual : Integer.parseInt(url.group(3));
        boolean twice = url.group(3) != null && port == usual;
        return port > LAST_PORT || twice ? Optional.empty() : Optional.of(new NodeUrl(url.group(1), url.group(2), port, url.group(4)));
    }

    private static int usual(String scheme) {
        return TLS.equals(scheme) ? TLS_PORT : PLAIN_PORT;
    }

    private static boolean isHost(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (Literals.isAddress(bare)) {
            return host.equals(canonical(bare));
        }
        return NAME.matcher(host).matches();
    }

    private static String canonical(String address) {
        byte[] bytes = Literals.bytes(address);
        String text = Literals.canonical(bytes);
        return text.indexOf(':') < 0 ? text : '[' + text + ']';
    }

    public boolean isTls() {
        return TLS.equals(scheme);
    }

    /** The host without the brackets of an IPv6 address. */
    public String name() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The host as it stands in the head of a request: with the port, unless that is the usual one. */
    public String authority() {
        return port == usual(scheme) ? host : host + ':' + port;
    }

    public String text() {
        return scheme + "://" + authority() + path;
    }

    @Override
    public String toString() {
        return text();
    }
}
