package almenara.faults;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Server-sent events for what comes, and for what goes posts, one after the other (protocol, section 7). */
final class EventStreamLine implements Line {

    private static final HttpClient POSTS = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofMillis(OPEN_WITHIN)).build();
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final int BUFFER = 2048;

    private final Target target;
    private final Socket socket;
    private final InputStream in;
    private final Consumer<JsonObject> heard;
    private final BlockingQueue<JsonObject> commands = new LinkedBlockingQueue<>();
    private volatile String token;
    private volatile Thread poster;

    private EventStreamLine(Target target, Socket socket, Consumer<JsonObject> heard) throws IOException {
        this.target = target;
        this.socket = socket;
        this.heard = heard;
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    }

    static Line open(Target target, JsonObject opening, Consumer<JsonObject> heard) throws IOException {
        Socket socket = Http.connect(target.node());
        try {
            EventStreamLine line = new EventStreamLine(target, socket, heard);
            String resume = !opening.containsKey("token") ? "" : "Authorization: Bearer " + opening.getString("token")
                    + "\r\nLast-Event-ID: " + opening.getString("epoch") + '.' + opening.getJsonNumber("offset") + "\r\n";
            int status = Http.request(socket, line.in, "GET /room/" + target.room() + " HTTP/1.1\r\nHost: " + target.authority()
                    + "\r\nAccept: text/event-stream\r\n" + resume + "\r\n");
            if (status != 200) {
                throw new IOException("status " + status);
            }
            return line;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void say(JsonObject command) {
        commands.add(command);
    }

    private void post() {
        try {
            for (;;) {
                JsonObject command = commands.take();
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + target.authority() + "/room/" + target.room())).timeout(ANSWER_WITHIN)
                        .header("Content-Type", "application/json").header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofString(command.toString())).build();
                JsonObject answer = Http.parse(POSTS.send(request, BodyHandlers.ofString()).body());
                heard.accept(Json.createObjectBuilder(answer).add("ref", command.get("ref")).build());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            cut();
        }
    }

    @Override
    public int listen() throws IOException {
        InputStream body = new Chunks(in);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = body.read(); next >= 0; next = body.read()) {
            if (next != '\n') {
                line.write(next);
                continue;
            }
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            if (text.startsWith("data: ")) {
                JsonObject event = Http.parse(text.substring("data: ".length()));
                if (event.getString("type").equals("closed")) {
                    return event.getInt("code");
                }
                take(event);
            }
        }
        return CUT;
    }

    private void take(JsonObject event) {
        if (event.getString("type").equals("joined")) {
            token = event.getString("token");
            if (poster == null) {
                poster = Thread.startVirtualThread(this::post);
            }
        }
        heard.accept(event);
    }

    @Override
    public void cut() {
        Http.close(socket);
        Thread posting = poster;
        if (posting != null) {
            posting.interrupt();
        }
    }
}
