package almenara.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of Engine.IO over WebSocket, which hears packets as they are. */
final class EngineSocket implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");

    private final StringBuilder text = new StringBuilder();
    private final Heard<String> heard = new Heard<>();
    private final Set<String> ever = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private WebSocket socket;

    private EngineSocket() {
    }

    /** {@code query} stands in the URL, which has that path. */
    static EngineSocket connect(String path, String query) {
        EngineSocket client = new EngineSocket();
        client.socket = HTTP.newWebSocketBuilder().header("X-Forwarded-For", "192.0.2.1")
                .buildAsync(URI.create("ws://" + Server.HOST + ':' + Server.PORT + path + "/?" + query), client).orTimeout(Server.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        return client;
    }

    /** Without the names that the node makes up, and without its bounds. */
    static String comparable(String packet) {
        return packet.replaceAll("\"sid\":\"[^\"]+\"", "\"sid\":\"\"").replaceAll("\"(maxPayload|pingInterval)\":\\d+", "\"$1\":0");
    }

    static String sid(String open) {
        Matcher sid = SID.matcher(open);
        if (!sid.find()) {
            throw new AssertionError("there is no session in " + open);
        }
        return sid.group(1);
    }

    void says(String packet) {
        socket.sendText(packet, true).orTimeout(Server.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    void saysInBytes(byte[] bytes) {
        socket.sendBinary(java.nio.ByteBuffer.wrap(bytes), true).orTimeout(Server.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Returns when the packet has come, whatever came before it. */
    void waitsFor(String packet) {
        heard.take(packet, each -> comparable(each).equals(comparable(packet)));
    }

    /** True when the packet has come at any time. */
    boolean hasHeard(String packet) {
        return ever.contains(packet);
    }

    int closeCode() {
        return closed.orTimeout(Server.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            ever.add(text.toString());
            heard.add(text.toString());
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
