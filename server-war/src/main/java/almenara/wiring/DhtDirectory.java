package almenara.wiring;

import almenara.bencode.Decoder;
import almenara.dht.Dht;
import almenara.dht.krpc.NodeId;
import almenara.nodes.Directory;
import almenara.nodes.Item;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The DHT as the place where the nodes of a mesh find each other: a record lies under its own key, and the node announces itself under the topic of the mesh, where
 * it introduces itself with the record. Without a DHT that knows anybody nothing is left and nothing is found.
 */
final class DhtDirectory implements Directory {

    private static final System.Logger LOG = System.getLogger(DhtDirectory.class.getName());
    private static final byte[] SALT = Item.SALT.getBytes(StandardCharsets.US_ASCII);
    /** A search, and the questions to all that it may name, end long before. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Supplier<Optional<Dht>> dht;
    private final NodeId topic;
    private final Settings.Dht settings;
    private Optional<Item> published = Optional.empty();

    DhtDirectory(Supplier<Optional<Dht>> dht, String topic, Settings.Dht settings) {
        this.dht = dht;
        this.topic = NodeId.hash(topic.getBytes(StandardCharsets.UTF_8));
        this.settings = settings;
    }

    /** The DHT, once it can be used. */
    private Optional<Dht> entered() {
        return dht.get().filter(each -> await(each.size(), 0) > 0);
    }

    @Override
    public boolean isOpen() {
        return entered().isPresent();
    }

    @Override
    public synchronized void publish(Item own) {
        if (published.filter(own::equals).isEmpty()) {
            entered().ifPresent(each -> publish(own, each));
        }
    }

    /** Who answers nothing can introduce itself to nobody, and does not announce itself. */
    private void publish(Item own, Dht each) {
        published.filter(before -> !Arrays.equals(before.key(), own.key())).ifPresent(before -> each.drop(target(before.key())));
        each.introduce(topic, mutable(own));
        noteFailure(each.keep(mutable(own)));
        if (published.isEmpty() && !settings.manner().readOnly()) {
            noteFailure(each.announceItself(topic, settings.port()));
        }
        published = Optional.of(own);
    }

    private static void noteFailure(CompletableFuture<Integer> saying) {
        saying.whenComplete((copies, failure) -> {
            if (failure != null) {
                LOG.log(System.Logger.Level.DEBUG, "the DHT has not taken the record or its announcement yet: {0}", failure.getMessage());
            }
        });
    }

    /** The record may be asked for as long as the last announcement is remembered; it ends by itself. */
    @Override
    public synchronized void withdraw() {
        published.ifPresent(own -> dht.get().ifPresent(each -> {
            each.drop(target(own.key()));
            each.retract(topic);
        }));
        published = Optional.empty();
    }

    @Override
    public List<Item> discover() {
        return entered().map(each -> await(each.introductions(topic, SALT), List.of()).stream().map(DhtDirectory::item).toList()).orElse(List.of());
    }

    @Override
    public Optional<Item> find(byte[] key) {
        return entered().flatMap(each -> await(each.get(target(key), SALT), Optional.empty())
                .filter(almenara.dht.store.Item.Mutable.class::isInstance).map(found -> item((almenara.dht.store.Item.Mutable) found)));
    }

    private static NodeId target(byte[] key) {
        return new almenara.dht.store.Item.Author(key, SALT).target();
    }

    private static almenara.dht.store.Item.Mutable mutable(Item item) {
        return new almenara.dht.store.Item.Mutable(new almenara.dht.store.Item.Author(item.key(), SALT), item.seq(), item.signature(), Decoder.decode(item.value()));
    }

    private static Item item(almenara.dht.store.Item.Mutable item) {
        return new Item(item.author().key(), item.seq(), item.signature(), item.value().encode());
    }

    /** What is refused, or takes too long, is done again at the next look-up. */
    private static <T> T await(CompletableFuture<T> future, T otherwise) {
        try {
            return future.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            LOG.log(System.Logger.Level.DEBUG, "the DHT was asked in vain: {0}", e.getMessage());
            return otherwise;
        }
    }
}
