package almenara.dialects;

import almenara.messages.Names;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** The names of one dialect as room ids: the SHA-256 of a label and the name. Names of two dialects never meet, nor do they meet what native clients can name. */
record Namespace(String label) {

    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int BITS = 5;
    private static final int PEER = 26;
    private static final long VERSION_MASK = 0xffff_ffff_ffff_0fffL;
    private static final long VERSION = 0x8000L;
    private static final long VARIANT_MASK = 0x3fff_ffff_ffff_ffffL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    /** The id of the room for that name, which may be any text without lone surrogates. */
    String room(String name) {
        return Names.foreign(hash("room", name));
    }

    /** The peer that has the name by that secret: whoever does not know both can't be it. */
    String peer(String name, String secret) {
        BigInteger bits = new BigInteger(1, hash("peer", name.length() + "\n" + name + secret));
        StringBuilder peer = new StringBuilder();
        for (int digit = 0; digit < PEER; digit++) {
            peer.append(BASE32.charAt(bits.shiftRight(digit * BITS).intValue() & BASE32.length() - 1));
        }
        return peer.toString();
    }

    /** That peer for clients that want a UUID (RFC 9562, version 8): the same everywhere, and no way back. */
    String uuid(String peer) {
        ByteBuffer bytes = ByteBuffer.wrap(hash("uuid", peer));
        return new UUID(bytes.getLong() & VERSION_MASK | VERSION, bytes.getLong() & VARIANT_MASK | VARIANT).toString();
    }

    private byte[] hash(String what, String name) {
        try {
            String text = "almenara dialect " + label + ' ' + what + '\n' + name;
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
