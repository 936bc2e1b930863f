package almenara.wiring;

import almenara.dialects.JsonLimits;
import almenara.dialects.Notices;
import almenara.guests.Bulletin;
import almenara.keys.SigningKey;
import almenara.messages.Refusal;
import almenara.messages.StateTable;
import almenara.sharedstate.SharedTables;
import almenara.signaling.Guests;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The rooms that this cluster shares with others by a table, where the operator has named one. */
final class SharedRooms {

    private static final System.Logger LOG = System.getLogger(SharedRooms.class.getName());
    /** How often a node looks whether there is something to say or to hear: far more often than tables are exchanged. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Optional<Guests> guests;
    private final Supplier<SigningKey> key;
    private final Settings.Offers settings;

    /** The tables, the key of the cluster, the limits of messages, the time, chance (unpredictable). */
    record Means(SharedTables tables, Supplier<SigningKey> key, JsonLimits json, Clock clock, RandomGenerator random) {
    }

    SharedRooms(Settings.Offers settings, Guests.Around around, Means means) {
        this.settings = settings;
        this.key = means.key();
        this.guests = settings.table().map(table -> new Guests(around, bulletin(table, means), settings.limits(), new Guests.Means(means.clock(), means.random())));
    }

    private static Bulletin bulletin(StateTable table, Means means) {
        Notices notices = new Notices(means.json());
        return new Bulletin(new StateBoard(means.tables(), table, means.key(), means.clock()), new Bulletin.Wording(notices::encode, notices::decode), means.random());
    }

    /** True when whoever comes into a room has to wait until the table is read. */
    boolean areThere() {
        return guests.isPresent();
    }

    /** Somebody is about to come into that room. */
    void expect(String room) {
        guests.ifPresent(each -> each.expect(room));
    }

    /** Begins, if there is a table. Nothing is done while the node does not serve. */
    void start(ScheduledExecutorService clockwork, Executor threads, Supplier<Boolean> serving) {
        guests.ifPresent(each -> {
            threads.execute(this::introduce);
            clockwork.scheduleWithFixedDelay(() -> threads.execute(() -> {
                if (serving.get()) {
                    Duties.all(each::round);
                }
            }), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    /** Operators of other clusters may name the key in almenara.state-offers-clusters. */
    private void introduce() {
        try {
            LOG.log(System.Logger.Level.INFO, "rooms are shared by the table {0}, in which this cluster is {1}", settings.table().map(StateTable::name).orElse(""),
                    StateBoard.name(key.get()));
        } catch (Refusal refusal) {
            LOG.log(System.Logger.Level.WARNING, "the key of the cluster can''t be told yet: {0}", refusal.getMessage());
        }
    }
}
