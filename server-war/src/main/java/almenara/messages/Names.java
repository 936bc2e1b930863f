package almenara.messages;

import java.util.Base64;
import java.util.regex.Pattern;

/** The shapes of the names that clients may send (docs/protocol.md, section 1); what has another shape is refused. */
public final class Names {

    private static final String SEALED = "~";
    private static final String FOREIGN = ".";
    private static final String HASH = "[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]";
    private static final Pattern ROOM = Pattern.compile(SEALED + '?' + HASH);
    private static final Pattern FOREIGN_ROOM = Pattern.compile("\\" + FOREIGN + HASH);
    private static final int HASH_BYTES = 32;
    private static final int PEER = 26;
    private static final int OFFER = 16;
    private static final int EPOCH = 8;
    private static final Pattern CALLED = Pattern.compile("[ -~]{0,64}");
    private static final int LONGEST_ID = 64;

    private Names() {
    }

    /** True for 43 characters of base64url that encode exactly 32 bytes (the last character carries two zero bits); those of a sealed room stand behind a tilde. */
    public static boolean isRoom(String name) {
        return ROOM.matcher(name).matches();
    }

    public static String room(String name) {
        if (!isRoom(name)) {
            throw new Refusal(Refusal.Code.BAD_ROOM, "a room id is 43 characters of base64url that encode 32 bytes, behind a tilde when the room is sealed");
        }
        return name;
    }

    /** The id of a room of a dialect, made of 32 bytes: no client of the native protocol can name it. */
    public static String foreign(byte[] hash) {
        if (hash.length != HASH_BYTES) {
            throw new IllegalArgumentException("a room id has " + HASH_BYTES + " bytes");
        }
        return FOREIGN + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    /** True for the id of a dialect's room. */
    public static boolean isForeign(String room) {
        return FOREIGN_ROOM.matcher(room).matches();
    }

    /** The id of any room there may be, whoever can name it. */
    public static String kept(String room) {
        return isForeign(room) ? room : room(room);
    }

    /** True for the id of a room that only those join who prove that they know its secret. */
    public static boolean isSealed(String room) {
        return room.startsWith(SEALED);
    }

    /** The 43 characters that encode the 32 bytes of a room id, which is all that hashes and signatures know of it. */
    public static String hash(String room) {
        return room(room).substring(isSealed(room) ? SEALED.length() : 0);
    }

    public static String peer(String name) {
        return checked(isBase32(name, PEER), name, "a peer id is 26 characters of lower-case base32");
    }

    /** The name of somebody in the room; what is no name of a peer is nobody's. */
    public static String member(String name) {
        if (!isBase32(name, PEER)) {
            throw new Refusal(Refusal.Code.UNKNOWN_PEER, "there is no such member");
        }
        return name;
    }

    public static String offer(String name) {
        return checked(isBase32(name, OFFER), name, "an offer id is 16 characters of lower-case base32");
    }

    public static String epoch(String name) {
        return checked(isBase32(name, EPOCH), name, "an epoch is 8 characters of lower-case base32");
    }

    /** A client's own name for a signal: at most 64 characters, none of them a control character; empty for none. */
    public static String signal(String name) {
        if (name.length() > LONGEST_ID || name.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal(Refusal.Code.BAD_MESSAGE, "id has at most 64 characters and no control characters");
        }
        return name;
    }

    /** What a member of a dialect's room may be called from its arrival on: at most 64 printable characters of ASCII. */
    public static String called(String name) {
        return checked(CALLED.matcher(name).matches(), name, "a member is called something of at most 64 printable characters of ASCII");
    }

    /** These names come with every message, and a pattern takes ten times as long. */
    private static boolean isBase32(String name, int length) {
        boolean is = name.length() == length;
        for (int at = 0; is && at < length; at++) {
            char each = name.charAt(at);
            is = each >= 'a' && each <= 'z' || each >= '2' && each <= '7';
        }
        return is;
    }

    private static String checked(boolean holds, String name, String rule) {
        if (!holds) {
            throw new Refusal(Refusal.Code.BAD_MESSAGE, rule);
        }
        return name;
    }
}
