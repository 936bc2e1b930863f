package almenara.it;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Plain requests. */
final class Http {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String[] JSON = {"Content-Type", "application/json"};

    private Http() {
    }

    /** What came back. */
    record Answer(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        JsonObject json() {
            return Server.parse(body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    static Answer get(String path, String... headers) {
        return send("GET", Server.http(path), new byte[0], headers);
    }

    /** A command as JSON, written with single quotes, with a session's token unless that is empty. */
    static Answer post(String path, String token, String fields) {
        return command("POST", path, token, fields);
    }

    static Answer command(String method, String path, String token, String fields) {
        String[] headers = token.isEmpty() ? JSON : new String[] {JSON[0], JSON[1], "Authorization", "Bearer " + token};
        byte[] body = fields.isEmpty() ? new byte[0] : Server.object(fields).getBytes(StandardCharsets.UTF_8);
        return send(method, Server.http(path), body, headers);
    }

    static Answer send(String method, URI uri, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Server.PATIENCE)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(CLIENT.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError(method + ' ' + uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
