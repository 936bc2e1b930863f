package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.dht.Dht;
import almenara.dht.store.Item;
import almenara.limits.Rate;
import almenara.messages.Batch;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.signaling.Asker;
import almenara.signaling.Payer;
import almenara.signaling.Session;
import almenara.signaling.Toll;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/** Desks at a small DHT, somebody who signs items, and a toll that takes one word for a payment. */
abstract class DhtDeskFixture {

    static final int GETS = 6;
    static final int PUTS = 3;
    static final Duration FRESH = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PAID = "paid";

    final SmallDht world = new SmallDht();
    final AtomicLong nanos = new AtomicLong();
    final Signer ann = new Signer();
    int charged;

    /** Takes one word for a payment. */
    private final class Purse implements Toll {

        @Override
        public void charge(Payer payer, String room, String peer, Batch batch) {
            throw new AssertionError("nothing is done in rooms");
        }

        @Override
        public void chargeToken(Asker asker, String peer) {
            throw new AssertionError("nobody asks for TURN");
        }

        @Override
        public void chargePut(Asker asker) {
            charged++;
            if (!PAID.equals(asker.payment())) {
                throw new Refusal("this takes work", new Refusal.Price("q", Duration.ofMinutes(1), 32, 5));
            }
        }

        @Override
        public Optional<Event.Price> price() {
            return Optional.empty();
        }

        @Override
        public double rise() {
            throw new AssertionError("nothing depends on the price");
        }
    }

    DhtDesk desk(Dht dht, Duration patience) {
        Rate gets = Rate.aMinute(GETS, new Random(1));
        Rate puts = Rate.aMinute(PUTS, new Random(1));
        return new DhtDesk(() -> Optional.ofNullable(dht), new DhtDesk.Rules(List.of("almenara/", "Ä"), 8, patience, FRESH),
                new DhtDesk.Quota(gets, puts, nanos::get), new Purse());
    }

    DhtDesk desk(Dht dht) {
        return desk(dht, PATIENCE);
    }

    static Asker asker(long address, String payment) {
        return new Asker(payment, new byte[0], new Session.Origin("", "", "", address), "");
    }

    CompletableFuture<Integer> put(DhtDesk desk, long address, Item.Mutable item, OptionalLong cas) {
        return desk.put(new DhtJson.Put(item, cas), asker(address, PAID));
    }

    int put(DhtDesk desk, Item.Mutable item) {
        return world.await(put(desk, item.seq() + 100, item, OptionalLong.empty()));
    }

    Refusal refused(CompletableFuture<?> future) {
        return assertInstanceOf(Refusal.class, assertThrows(CompletionException.class, () -> world.await(future)).getCause());
    }

    Optional<Long> seq(DhtDesk desk, long address) {
        return world.await(desk.get(ann.item(0, "").author(), address)).map(Found::seq);
    }
}
