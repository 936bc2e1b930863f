package almenara.it;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What the server writes into its log from now on. */
final class ServerLog {

    private static final Path FILE = Path.of(System.getProperty("it.base"), "log", "server.log");

    private final long from;

    ServerLog() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(FILE.toFile(), "r")) {
            this.from = file.length();
        }
    }

    /** Lines of errors, and of whatever was thrown. */
    List<String> complaints() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(FILE.toFile(), "r")) {
            byte[] fresh = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(fresh);
            return new String(fresh, StandardCharsets.UTF_8).lines().filter(line -> line.contains(" ERROR ") || line.contains("Exception") || line.contains("Error:")).toList();
        }
    }
}
