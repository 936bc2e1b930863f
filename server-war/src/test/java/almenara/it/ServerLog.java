package almenara.it;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the server writes into its log from now on. */
final class ServerLog {

    /** Where Undertow tells of what breaks the protocol, and of connections that break while something is read or written: that is the client's doing. */
    private static final String CLIENTS = " [io.undertow.request.io] ";
    /** How the container tells that it has failed itself over a request. */
    private static final String CONTAINER = " UT005090: ";
    /** By what an entry is known that our code has made, or that it was thrown through. */
    private static final Pattern OURS = Pattern.compile(" \\[almenara\\.|almenara\\.war//almenara\\.");
    private static final Pattern NEXT_ENTRY = Pattern.compile("\\R(?=\\d{4}-\\d\\d-\\d\\d )");
    private static final Path FILE = Path.of(System.getProperty("it.base"), "log", "server.log");

    private final long from;

    ServerLog() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(FILE.toFile(), "r")) {
            this.from = file.length();
        }
    }

    /** The entries of errors of ours, and of whatever our code has thrown. */
    List<String> complaints() throws IOException {
        return fresh().filter(entry -> !entry.contains(CLIENTS)).filter(entry -> OURS.matcher(entry).find())
                .filter(entry -> entry.contains(" ERROR ") || entry.contains("Exception") || entry.contains("Error:")).toList();
    }

    /** What the container has failed over by itself. */
    List<String> failures() throws IOException {
        return fresh().filter(entry -> entry.contains(CONTAINER)).toList();
    }

    private Stream<String> fresh() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(FILE.toFile(), "r")) {
            byte[] fresh = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(fresh);
            return NEXT_ENTRY.splitAsStream(new String(fresh, StandardCharsets.UTF_8));
        }
    }
}
