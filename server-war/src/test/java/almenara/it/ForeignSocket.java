package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A client of another protocol over WebSocket, from an address of its own as a trusted proxy tells it. */
final class ForeignSocket implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final StringBuilder text = new StringBuilder();
    private final Heard<JsonValue> heard = new Heard<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private WebSocket socket;

    private ForeignSocket() {
    }

    static ForeignSocket connect(String path, String address) {
        ForeignSocket client = new ForeignSocket();
        client.socket = HTTP.newWebSocketBuilder().header("X-Forwarded-For", address)
                .buildAsync(URI.create("ws://" + Server.HOST + ':' + Server.PORT + path), client).orTimeout(Server.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        return client;
    }

    /** A frame as it is, single quotes and all. */
    void says(String frame) {
        socket.sendText(frame, true).orTimeout(Server.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    void saysInBytes(String frame) {
        socket.sendBinary(ByteBuffer.wrap(frame.getBytes(StandardCharsets.UTF_8)), true).orTimeout(Server.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
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
        return closed.orTimeout(Server.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    boolean isOpen() {
        return !closed.isDone();
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
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            heard.add(parse(text.toString()));
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        heard.end();
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        heard.end();
        closed.complete(Wire.CUT);
    }
}
