package almenara.dialects;

import almenara.messages.Names;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The names of one dialect as room ids: the SHA-256 of a label and the name. Names of two dialects never meet, nor do they meet what native clients can name. */
record Namespace(String label) {

    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int BITS = 5;
    private static final int PEER = 26;

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

    private byte[] hash(String what, String name) {
        try {
            String text = "almenara dialect " + label + ' ' + what + '\n' + name;
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
