package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.dialects.Placeholders;
import almenara.dialects.Recorded;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** What a reference server said (docs/transcripts/dialects), played against the real server. */
final class Recording {

    private final String dialect;
    private final String path;
    private final BiConsumer<String, ForeignSocket> settle;
    private final Map<String, ForeignSocket> clients = new HashMap<>();
    private final Placeholders placeholders = new Placeholders();
    private UnaryOperator<String> change = line -> line;

    /** {@code path} is the URL's without the query; {@code settle} is given a frame that was said, and returns when it has been carried out. */
    Recording(String dialect, String path, BiConsumer<String, ForeignSocket> settle) {
        this.dialect = dialect;
        this.path = path;
        this.settle = settle;
    }

    /** The server is set to say something else in the place of that text. */
    Recording replacing(String text, String other) {
        change = line -> line.replace(text, other);
        return this;
    }

    void play(String transcript) throws IOException {
        List<String> lines = Files.readAllLines(Recorded.FOLDER.resolve(transcript)).stream().filter(line -> !line.startsWith("#")).map(change).toList();
        for (int line = 0; line < lines.size(); line++) {
            play(lines.get(line).split(" ", 3), line + 1 < lines.size() ? lines.get(line + 1) : "");
        }
        // all are asked before the first one goes, of which the others may hear
        clients.values().forEach(client -> assertEquals(List.of(), client.heard().unread(), "no more was said than in the transcript"));
        clients.values().forEach(ForeignSocket::close);
    }

    private void play(String[] words, String next) {
        ForeignSocket client = clients.get(words[0]);
        switch (words[1]) {
            case ">" -> {
                client.says(placeholders.resolve(words[2]));
                settle.accept(words[2], client);
            }
            case ">b" -> {
                client.saysInBytes(words[2]);
                settle.accept(words[2], client);
            }
            case "<" -> client.waitsFor(placeholders.isOpen(words[2]) ? placeholders.learn(words[2], client.heard().glance().toString()) : placeholders.resolve(words[2]));
            default -> happens(words[1], words[2], next);
        }
    }

    private void happens(String who, String what, String next) {
        if (what.startsWith("connects")) {
            String welcome = who + " < ";
            clients.put(who, connect(what.substring("connects".length()).strip(), next.startsWith(welcome) ? next.substring(welcome.length()) : ""));
        } else if (what.equals("is closed")) {
            clients.remove(who).closeCode();
        } else if (what.equals("goes")) {
            clients.remove(who).close();
            Server.await("the node has noticed that " + who + " has gone", () -> Meters.connections(dialect) <= clients.size());
        }
    }

    /** A name that was given up may take a moment to be free. */
    private ForeignSocket connect(String query, String welcome) {
        Optional<JsonValue> expected = Optional.of(welcome).filter(text -> !text.isEmpty() && !placeholders.isOpen(text)).map(ForeignSocket::parse);
        ForeignSocket[] found = new ForeignSocket[1];
        Server.await("somebody who connects hears " + welcome, () -> {
            found[0] = ForeignSocket.connect(path + (query.isEmpty() || query.contains("?") ? query : '?' + query), "192.0.2.97");
            boolean fits = expected.map(first -> first.equals(found[0].heard().glance())).orElse(true);
            if (!fits) {
                found[0].close();
            }
            return fits;
        });
        return found[0];
    }
}
