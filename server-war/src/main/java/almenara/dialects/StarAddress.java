package almenara.dialects;

import almenara.messages.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A multiaddr at which a peer of webrtc-star can be called, such as {@code /dns4/node.example.org/tcp/443/wss/p2p-webrtc-star/p2p/Qm…}. It is known by its peer
 * id: whatever stands before that leads to a node, and they all know each other's peers.
 */
record StarAddress(String text) {

    /** The most characters of an address. */
    static final int LONGEST = 512;

    private static final Pattern SHAPE = Pattern.compile("(.*/(?:p2p|ipfs)/)([^/]+)", Pattern.DOTALL);

    StarAddress {
        if (text.isEmpty() || text.length() > LONGEST || !StrictJson.isText(text)) {
            throw new Refusal(Refusal.Code.BAD_MESSAGE, "an address is text of 1 to " + LONGEST + " characters");
        }
    }

    /** What nobody else is called: the peer id, or all of an address that has none. */
    String name() {
        Matcher parts = SHAPE.matcher(text);
        return parts.matches() ? parts.group(2) : text;
    }

    /** The address by which whoever is at that other one can call it: a client calls by its own node alone. */
    String from(StarAddress caller) {
        Matcher own = SHAPE.matcher(text);
        Matcher theirs = SHAPE.matcher(caller.text);
        return own.matches() && theirs.matches() ? theirs.group(1) + own.group(2) : text;
    }
}
