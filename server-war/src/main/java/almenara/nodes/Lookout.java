package almenara.nodes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Leaves our record in the directories and looks there for those of others: at once, after five seconds, ten, twenty and so on, for who has begun at the same time
 * may not be there yet, up to every ten minutes; every five seconds for as long as no directory is open. One look-up at a time. Called by one thread; what a
 * look-up notes is seen by whoever finds that it is not busy any more.
 */
final class Lookout {

    static final Duration FIRST = Duration.ofSeconds(5);
    static final Duration LAST = Duration.ofMinutes(10);
    /** Records that are taken from a directory at a time: as many as peers of both families are asked for theirs. */
    static final int MOST = 256;

    private final List<Directory> directories;
    private final Executor threads;
    private final AtomicBoolean busy = new AtomicBoolean();
    private long due = Long.MIN_VALUE;
    private Duration pause = FIRST;

    Lookout(List<Directory> directories, Executor threads) {
        this.directories = List.copyOf(directories);
        this.threads = threads;
    }

    /** Our record, the keys of nodes that do not answer where they were, and who hears of records that were found. */
    record Errand(Item own, List<byte[]> lost, Consumer<List<Item>> heard) {
    }

    boolean isDue(long now) {
        return !busy.get() && now >= due && !directories.isEmpty();
    }

    void look(long now, Errand errand) {
        busy.set(true);
        threads.execute(() -> {
            try {
                List<Directory> open = directories.stream().filter(Directory::isOpen).toList();
                due = now + (open.isEmpty() ? FIRST : pause).toMillis();
                pause = open.isEmpty() ? pause : longer(pause);
                open.forEach(directory -> look(directory, errand));
            } finally {
                busy.set(false);
            }
        });
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LAST) < 0 ? twice : LAST;
    }

    private static void look(Directory directory, Errand errand) {
        directory.publish(errand.own());
        List<Item> found = new ArrayList<>(directory.discover().stream().limit(MOST).toList());
        errand.lost().forEach(key -> directory.find(key).ifPresent(found::add));
        errand.heard().accept(found);
    }

    /** Another server does it now. When this one does again, it begins anew. */
    void rest() {
        if (!busy.get() && due != Long.MIN_VALUE) {
            due = Long.MIN_VALUE;
            pause = FIRST;
            directories.forEach(Directory::withdraw);
        }
    }
}
