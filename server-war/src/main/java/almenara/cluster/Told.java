package almenara.cluster;

import almenara.tasks.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.infinispan.AdvancedCache;
import org.infinispan.context.Flag;

/**
 * What is told to all nodes and not kept: entries of the table's cache that live for a moment and are written without waiting for anybody, so that their
 * notifications carry it. What has been told by the time that one is written goes with it: the busier a node, the fewer entries it takes.
 */
final class Told {

    private static final System.Logger LOG = System.getLogger(Told.class.getName());

    /** What begins so is no key of the table; between two texts it stands, too. Neither keys nor what is told have line breaks. */
    private static final String MARK = "\n";
    private static final int ENTRIES = 1024;
    private static final int MOST_TOGETHER = 64;
    private static final Duration LIFE = Duration.ofSeconds(10);

    private final AdvancedCache<String, String> cache;
    private final Serial writer;
    private final Queue<String> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger written = new AtomicInteger();

    Told(AdvancedCache<String, String> cache, Executor executor) {
        this.cache = cache.withFlags(Flag.FORCE_ASYNCHRONOUS, Flag.IGNORE_RETURN_VALUES);
        this.writer = new Serial(executor);
    }

    static boolean isTold(String key) {
        return key.startsWith(MARK);
    }

    static List<String> texts(String value) {
        return List.of(value.split(MARK));
    }

    /** What has not been said yet is void: the others had given up this node. */
    void lapse() {
        waiting.clear();
    }

    void tell(String text) {
        waiting.add(text);
        writer.run(this::write);
    }

    private void write() {
        List<String> texts = Stream.generate(waiting::poll).limit(MOST_TOGETHER).takeWhile(Objects::nonNull).toList();
        if (texts.isEmpty()) {
            return;
        }
        String key = MARK + Math.floorMod(written.getAndIncrement(), ENTRIES);
        CompletableFuture.completedFuture(String.join(MARK, texts))
                .thenCompose(value -> cache.putAsync(key, value, LIFE.toMillis(), TimeUnit.MILLISECONDS))
                .exceptionally(failure -> {
                    LOG.log(System.Logger.Level.DEBUG, "nobody was told", failure);
                    return null;
                });
    }
}
