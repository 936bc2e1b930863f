package almenara.sharedstate;

import almenara.messages.StateEntry;
import almenara.messages.StateEntry.Signed;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** Somebody who signs entries. */
public final class Author {

    private static final int KEY = 32;

    private final KeyPair keys;

    public Author() {
        try {
            keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The public key, as entries name it. */
    public String name() {
        byte[] encoded = keys.getPublic().getEncoded();
        return text(Arrays.copyOfRange(encoded, encoded.length - KEY, encoded.length));
    }

    /** An entry with the signature over everything but the number of bleachings that are left. */
    StateEntry entry(Slot slot, String data, Signed rank) {
        return new StateEntry(name(), data, new Signed(rank.ttl(), rank.time(), rank.end(), sign(Authorship.message(slot, rank.time(), rank.end(), data))));
    }

    private String sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.getPrivate());
            signature.update(message);
            return text(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
