package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A client over server-sent events, read as a browser does (WHATWG HTML, section 9.2). */
final class EventStream implements AutoCloseable {

    /** An event with its id, which is empty when it has none; a comment has no data. */
    record Item(String id, JsonObject data) {

        String type() {
            return data == null ? "comment" : data.getString("type");
        }
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpResponse<InputStream> response;
    private final Heard<Item> heard = new Heard<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private String id = "";

    private EventStream(HttpClient.Version version, String room, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(Server.http("/room/" + room)).version(version).header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        response = client.send(request.build(), BodyHandlers.ofInputStream());
        Thread.startVirtualThread(this::read);
    }

    static EventStream open(String room, String... headers) {
        return open(HttpClient.Version.HTTP_2, room, headers);
    }

    static EventStream open(HttpClient.Version version, String room, String... headers) {
        try {
            return new EventStream(version, room, headers);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Line by line by hand: a reader would wait to fill its buffer when the stream says that there is more. */
    private void read() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] part = new byte[8192];
        try (InputStream in = response.body()) {
            for (int length = in.read(part); length >= 0; length = in.read(part)) {
                for (int i = 0; i < length; i++) {
                    if (part[i] == '\n') {
                        take(line.toString(StandardCharsets.UTF_8));
                        line.reset();
                    } else {
                        line.write(part[i]);
                    }
                }
            }
        } catch (IOException e) {
            // the end, too
        } finally {
            heard.end();
            ended.countDown();
        }
    }

    private void take(String line) throws IOException {
        if (line.startsWith("id: ")) {
            id = line.substring("id: ".length());
        } else if (line.startsWith("data: ")) {
            heard.add(new Item(id, Server.parse(line.substring("data: ".length()))));
        } else if (line.startsWith(":")) {
            heard.add(new Item("", null));
        } else if (line.isEmpty()) {
            id = "";
        } else {
            throw new IOException("not a line of ours: " + line);
        }
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    Item next(String type) {
        return heard.take(type, item -> item.type().equals(type));
    }

    /** What comes next, whatever it is, but for comments. */
    Item next() {
        return heard.take("an event", item -> item.data() != null);
    }

    List<Item> unread() {
        return heard.unread().stream().filter(item -> item.data() != null).toList();
    }

    void awaitEnd() {
        try {
            assertEquals(true, ended.await(Server.PATIENCE.toSeconds(), TimeUnit.SECONDS), "the stream has not ended");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Breaks the connection. */
    @Override
    public void close() {
        client.shutdownNow();
        try {
            response.body().close();
        } catch (IOException e) {
            // it is gone already
        }
    }
}
