package almenara.transport;

import almenara.bencode.Value;
import almenara.dht.store.Item;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;

/** Somebody who signs items of the DHT. */
final class Signer {

    private final KeyPair keys;

    Signer() {
        try {
            keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Item.Mutable item(String salt, long seq, Value value) {
        return Item.Mutable.signed(keys, salt.getBytes(StandardCharsets.UTF_8), seq, value);
    }

    Item.Mutable item(long seq, String text) {
        return item("almenara/test", seq, Value.Text.of(text));
    }
}
