package almenara.it;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What the server writes into its log from now on. */
final class ServerLog {

    /** Where Undertow tells of what breaks the protocol, and of connections that break while something is read or written: that is the client's doing. */
    private static final String CLIENTS = " [io.undertow.request.io] ";
    /** Where it tells of requests that have failed: the client's doing, unless it was our code that threw. */
    private static final String REQUESTS = " [io.undertow.request] ";
    /** Undertow 2.3.23 resumes a WebSocket's reading when it has freed what the client sent along with its handshake; the connection ends all the same. */
    private static final String FREED = "UT000091";
    private static final String OURS = "almenara.war//almenara.";
    private static final Pattern NEXT_ENTRY = Pattern.compile("\\R(?=\\d{4}-\\d\\d-\\d\\d )");
    private static final Path FILE = Path.of(System.getProperty("it.base"), "log", "server.log");

    private final long from;

    ServerLog() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(FILE.toFile(), "r")) {
            this.from = file.length();
        }
    }

    /** The entries of errors, and of whatever was thrown. */
    List<String> complaints() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(FILE.toFile(), "r")) {
            byte[] fresh = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(fresh);
            return NEXT_ENTRY.splitAsStream(new String(fresh, StandardCharsets.UTF_8)).filter(entry -> !entry.contains(CLIENTS))
                    .filter(entry -> !entry.contains(REQUESTS) && !entry.contains(FREED) || entry.contains(OURS))
                    .filter(entry -> entry.contains(" ERROR ") || entry.contains("Exception") || entry.contains("Error:")).toList();
        }
    }
}
