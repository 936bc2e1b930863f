package almenara.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A WebSocket to the server under test. Whole texts are handed on as they come; of its end {@link Heard} is told, and the code is kept. */
final class TextSocket implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final Heard<?> heard;
    private final Consumer<String> take;
    private WebSocket socket;

    private TextSocket(Heard<?> heard, Consumer<String> take) {
        this.heard = heard;
        this.take = take;
    }

    /** The headers are names and values in turn. */
    static TextSocket open(String path, Heard<?> heard, Consumer<String> take, String... headers) {
        TextSocket opened = new TextSocket(heard, take);
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        opened.socket = soon(builder.buildAsync(URI.create("ws://" + Server.HOST + ':' + Server.PORT + path), opened));
        return opened;
    }

    private static <T> T soon(CompletableFuture<T> future) {
        return future.orTimeout(Server.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    void say(String frame) {
        soon(socket.sendText(frame, true));
    }

    void say(byte[] binary) {
        soon(socket.sendBinary(ByteBuffer.wrap(binary), true));
    }

    /** The code that the server closes the connection with; {@link Wire#CUT} when it is cut. */
    int closeCode() {
        return soon(closed);
    }

    boolean isClosed() {
        return closed.isDone();
    }

    /** Breaks the connection without a word. */
    @Override
    public void close() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            take.accept(text.toString());
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
