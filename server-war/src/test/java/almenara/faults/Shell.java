package almenara.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs of the machine. */
final class Shell {

    private Shell() {
    }

    /** Runs it to its end; gives what it said when it failed, else nothing. */
    static String fault(List<String> words) {
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            return status == 0 ? "" : String.join(" ", words) + ": status " + status + ", " + said.strip();
        } catch (IOException e) {
            return String.join(" ", words) + ": " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Runs it; it must not fail. Words are parted by blanks. */
    static void run(String command) {
        String fault = fault(List.of(command.split(" ")));
        if (!fault.isEmpty()) {
            throw new UncheckedIOException(new IOException(fault));
        }
    }
}
