package almenara.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The time of day as one node is told it, which can be put forward and back while the node runs (libfaketime). Times that are counted, and those of files, stay what they are. */
final class WallClock {

    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final Path file;
    private final Optional<Path> library = library();

    /** Of the node that looks into that file. Where it can't be set this is said loudly. */
    WallClock(Path file) {
        this.file = file;
        if (library.isEmpty()) {
            System.err.println("\n*** no libfaketime: the clocks of the nodes stay as they are\n");
        }
        set(Duration.ZERO);
    }

    private static Optional<Path> library() {
        try (Stream<Path> all = Files.isDirectory(LIBRARIES) ? Files.list(LIBRARIES) : Stream.empty()) {
            return all.map(each -> each.resolve(LIBRARY)).filter(Files::exists).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True when it can be set. */
    boolean canStep() {
        return library.isPresent();
    }

    /** What a node has to have in its environment to be told this time; it looks once a second. */
    Map<String, String> environment() {
        return library.map(found -> Map.of("LD_PRELOAD", found.toString(), "FAKETIME_TIMESTAMP_FILE", file.toString(), "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1", "FAKETIME_FORCE_MONOTONIC_FIX", "0", "NO_FAKE_STAT", "1")).orElseGet(Map::of);
    }

    /** From now on it is ahead by so much. */
    void set(Duration ahead) {
        try {
            Files.createDirectories(file.getParent());
            Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), "+" + ahead.toSeconds() + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
