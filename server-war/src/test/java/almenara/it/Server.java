package almenara.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.function.BooleanSupplier;

/** Where the server under test is, and what all its clients need. */
final class Server {

    static final String HOST = "127.0.0.1";
    static final int PORT = 8080 + Integer.getInteger("it.offset");
    static final int MANAGEMENT = Integer.getInteger("it.management");
    /** Longer than anything takes, also on a busy machine. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ROOM_BYTES = 32;

    private Server() {
    }

    static URI http(String path) {
        return URI.create("http://" + HOST + ':' + PORT + path);
    }

    static URI management(String path) {
        return URI.create("http://" + HOST + ':' + MANAGEMENT + path);
    }

    /** The id of a room where nobody has been. */
    static String room() {
        byte[] bytes = new byte[ROOM_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** JSON written with single quotes, the braces around it left out. */
    static String object(String fields) {
        return '{' + fields.replace('\'', '"') + '}';
    }

    static JsonObject parse(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** Looks until it is so. */
    static void await(String what, BooleanSupplier condition) {
        await(what, PATIENCE, condition);
    }

    /** Looks until it is so, for so long at most. */
    static void await(String what, Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("this did not happen: " + what);
            }
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
