package almenara.transport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A router that knows nothing but the reference's rule: an entry with more bleachings left replaces another. It visits nobody and checks nothing. */
public final class Router implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Map<String, JsonObject>> tables = new ConcurrentHashMap<>();

    public Router() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.createContext("/cgi-bin/shared-state/", this::answer);
        server.start();
    }

    /** Where its tables are. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/cgi-bin/shared-state";
    }

    /** The table as it is now. */
    public synchronized JsonObject table(String name) {
        JsonObjectBuilder table = Json.createObjectBuilder();
        tables.getOrDefault(name, Map.of()).forEach(table::add);
        return table.build();
    }

    /** Takes one off every entry. */
    public synchronized void bleach() {
        tables.values().forEach(table -> {
            table.values().removeIf(entry -> entry.getInt("bleachTTL") < 2);
            table.replaceAll((key, entry) -> Json.createObjectBuilder(entry).add("bleachTTL", entry.getInt("bleachTTL") - 1).build());
        });
    }

    private synchronized void merge(String name, JsonObject theirs) {
        Map<String, JsonObject> ours = tables.computeIfAbsent(name, none -> new TreeMap<>());
        theirs.forEach((key, value) -> {
            JsonObject entry = value.asJsonObject();
            if (entry.getInt("bleachTTL") > 0 && (!ours.containsKey(key) || ours.get(key).getInt("bleachTTL") < entry.getInt("bleachTTL"))) {
                ours.put(key, entry);
            }
        });
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (body.length > 0) {
            try (var reader = Json.createReader(new ByteArrayInputStream(body))) {
                merge(name, reader.readObject());
            }
        }
        byte[] answer = table(name).toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
