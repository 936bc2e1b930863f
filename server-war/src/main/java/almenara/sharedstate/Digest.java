package almenara.sharedstate;

import almenara.keys.Hashes;
import almenara.messages.StateEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** What stands for a table's content: another one when a key, an author or data is another, also when somebody looks for two that have the same. */
final class Digest {

    private Digest() {
    }

    /** The SHA-256, in base64, of keys, authors and data, each after its length, in the order of the keys. */
    static String of(Map<String, StateEntry> entries) {
        MessageDigest digest = Hashes.sha256();
        new TreeMap<>(entries).forEach((key, entry) -> {
            add(digest, key);
            add(digest, entry.author());
            add(digest, entry.data());
        });
        return Base64.getEncoder().encodeToString(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }
}
