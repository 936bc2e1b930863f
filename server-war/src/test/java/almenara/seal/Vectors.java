package almenara.seal;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** docs/vectors/seal.json, which the SDK's {@code npm run vectors} makes and the tests of every implementation read. */
final class Vectors {

    private static final HexFormat HEX = HexFormat.of();

    private Vectors() {
    }

    static JsonObject read() {
        try (var reader = Json.createReader(Files.newBufferedReader(Path.of("..", "docs", "vectors", "seal.json")))) {
            return reader.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonObject> list(JsonObject from, String name) {
        List<JsonObject> all = from.getJsonArray(name).getValuesAs(JsonObject.class);
        if (all.isEmpty()) {
            throw new AssertionError("no " + name);
        }
        return all;
    }

    static byte[] hex(JsonObject from, String name) {
        return HEX.parseHex(from.getString(name));
    }

    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }
}
