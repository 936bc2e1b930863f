package almenara.json;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonReaderFactory;
import jakarta.json.stream.JsonParserFactory;
import java.util.Map;

/** Where parsers, readers and builders of JSON come from. Each call of {@link Json} looks for the library anew, which takes longer than to read a message. */
public final class JsonFactories {

    public static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());
    public static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());
    public static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());

    private JsonFactories() {
    }
}
