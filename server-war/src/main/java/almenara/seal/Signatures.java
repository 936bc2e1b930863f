package almenara.seal;

import almenara.keys.PublicKey;
import java.util.Optional;

/** Signatures by Ed25519 keys (RFC 8032) that are texts. */
public final class Signatures {

    private Signatures() {
    }

    /** True when that is the key's signature of the message, both in base64url; false for everything else, also for keys that prove nothing. */
    public static boolean isSigned(String key, String signature, byte[] message) {
        Optional<PublicKey> read = Bytes.read(key, PublicKey.SIZE).map(PublicKey::new).filter(PublicKey::isSound);
        return read.isPresent() && Bytes.read(signature, PublicKey.SIGNATURE).filter(bytes -> read.get().signed(bytes, message)).isPresent();
    }
}
