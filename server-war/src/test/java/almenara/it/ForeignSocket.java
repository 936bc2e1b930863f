package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;

/** A client of another protocol over WebSocket, from an address of its own as a trusted proxy tells it. */
final class ForeignSocket implements AutoCloseable {

    private final Heard<JsonValue> heard = new Heard<>();
    private final TextSocket socket;

    private ForeignSocket(String path, String address) {
        socket = TextSocket.open(path, heard, text -> heard.add(parse(text)), "X-Forwarded-For", address);
    }

    static ForeignSocket connect(String path, String address) {
        return new ForeignSocket(path, address);
    }

    /** A frame as it is, single quotes and all. */
    void says(String frame) {
        socket.say(frame);
    }

    void saysInBytes(String frame) {
        socket.say(frame.getBytes(StandardCharsets.UTF_8));
    }

    /** The next frame is that one. */
    void hears(String frame) {
        assertEquals(parse(frame), heard.take(frame, any -> true));
    }

    /** Returns when the frame has come, whatever comes before it. */
    void waitsFor(String frame) {
        JsonValue expected = parse(frame);
        heard.take(frame, expected::equals);
    }

    Heard<JsonValue> heard() {
        return heard;
    }

    int closeCode() {
        return socket.closeCode();
    }

    boolean isOpen() {
        return !socket.isClosed();
    }

    static JsonValue parse(String frame) {
        try (var reader = Json.createReader(new StringReader(frame))) {
            return reader.readValue();
        }
    }

    static String type(JsonValue frame) {
        return frame instanceof JsonObject object ? object.getString("type", "") : "";
    }

    @Override
    public void close() {
        socket.close();
    }
}
