package almenara.signaling;

import almenara.messages.Batch;
import almenara.messages.Command;
import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.pow.Action;
import almenara.pow.Binding;
import almenara.pow.Counts;
import almenara.pow.EffortLaw;
import almenara.pow.Load;
import almenara.pow.Price;
import almenara.pow.QuoteKeys;
import almenara.pow.Terms;
import almenara.pow.Verdict;
import almenara.pow.Verifier;
import almenara.rooms.Rooms;
import almenara.tables.Table;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A toll in work. Its price follows the load that it is told of, and what it reads in the log of all rooms, which every node of the cluster has. */
public final class WorkToll implements Toll, Table.Watcher {

    private static final int MOST_COUNTED = 200_000;

    private final Rooms rooms;
    private final Till till;
    private final Rates rates;
    private final Counts counts;
    private final AtomicReference<EffortLaw.Level> level;

    /** Signs quotes as this node, and takes payments. */
    public record Till(QuoteKeys keys, Cashier cashier, Clock clock, long node) {
    }

    /** What is asked, and for how long a quote is good. */
    public record Rates(Price price, EffortLaw law, Duration life) {
    }

    public WorkToll(Rooms rooms, Till till, Rates rates) {
        this.rooms = rooms;
        this.till = till;
        this.rates = rates;
        this.counts = new Counts(till.clock(), MOST_COUNTED);
        this.level = new AtomicReference<>(rates.law().start(now()));
    }

    @Override
    public void charge(Payer payer, String room, String peer, Batch batch) {
        List<Action> actions = batch.requests().stream().flatMap(request -> action(room, request.command()).stream()).distinct().toList();
        if (actions.isEmpty()) {
            return;
        }
        if (actions.size() > 1) {
            throw new Refusal(Code.BAD_MESSAGE, "a payment is for posts, or for joins, or for claims");
        }
        byte[] body = batch.body().getBytes(StandardCharsets.UTF_8);
        Binding binding = new Binding(actions.getFirst(), room, peer, new Binding.Content(body, batch.requests().size()));
        take(payer, batch.payment(), binding);
        if (binding.action() == Action.CLAIM) {
            count(room, peer, batch.requests().size());
        }
    }

    @Override
    public void chargeToken(Asker asker, String peer) {
        take(asker.payer(), asker.payment(), new Binding(Action.TOKEN, asker.room(), peer, new Binding.Content(asker.body(), 1)));
    }

    @Override
    public void chargePut(Asker asker) {
        take(asker.payer(), asker.payment(), new Binding(Action.DHT_PUT, "", "", new Binding.Content(asker.body(), 1)));
    }

    private void take(Payer payer, String payment, Binding binding) {
        if (payment.isEmpty()) {
            throw refusal("this takes work", binding);
        }
        long taken = rates.law().honoured(level.get(), now());
        Verdict verdict = till.cashier().spend(payer, payment, new Verifier.Demand(binding, scope -> rates.price().least(taken, traffic(binding), scope)));
        if (verdict != Verdict.PAID) {
            Refusal refusal = refusal(verdict.meaning(), binding);
            throw verdict.isFault() ? refusal.asFault() : refusal;
        }
    }

    private Optional<Action> action(String room, Command command) {
        return switch (command) {
            case Command.Join join -> Optional.of(Action.JOIN);
            case Command.Resume resume -> rooms.knows(room, resume.token()) ? Optional.empty() : Optional.of(Action.JOIN);
            case Command.Claim claim -> Optional.of(Action.CLAIM);
            case Command.Signal signal -> Optional.of(Action.POST);
            case Command.Publish publish -> Optional.of(Action.POST);
            case Command.Refresh refresh -> Optional.of(Action.POST);
            case Command.Answer answer -> Optional.of(Action.POST);
            default -> Optional.empty();
        };
    }

    private Price.Traffic traffic(Binding binding) {
        if (binding.action() == Action.DHT_PUT) {
            return Price.Traffic.NONE;
        }
        String room = binding.room();
        String peer = binding.subject();
        int own = peer.isEmpty() ? 0 : counts.of(peer);
        return new Price.Traffic(counts.of(room), rooms.summary(room).members(), own, rooms.presence(room, peer));
    }

    private Refusal refusal(String message, Binding binding) {
        long effort = rates.price().of(level.get().asked(), traffic(binding));
        String quote = quote(binding.action() == Action.DHT_PUT ? Terms.Place.DHT : Terms.Place.room(binding.room()), effort);
        return new Refusal(message, new Refusal.Price(quote, rates.life(), binding.work(effort), binding.action().number()));
    }

    @Override
    public Optional<Event.Price> price() {
        long effort = level.get().asked();
        return Optional.of(new Event.Price(quote(Terms.Place.NODE, effort), effort));
    }

    @Override
    public double rise() {
        return rates.law().rise(level.get());
    }

    private String quote(Terms.Place place, long effort) {
        return till.keys().sign(new Terms(now(), (int) rates.life().toSeconds(), till.node(), place, effort)).text();
    }

    /** Follows the load; true when the price has changed so much that it is told. */
    public boolean follow(Load load) {
        EffortLaw.Level before = level.get();
        EffortLaw.Level after = rates.law().next(before, load);
        level.set(after);
        return after.asked() != before.asked();
    }

    private void count(String room, String peer, int messages) {
        counts.add(room, messages);
        if (!peer.isEmpty()) {
            counts.add(peer, messages);
        }
    }

    private long now() {
        return till.clock().instant().getEpochSecond();
    }

    @Override
    public void read(String key, String value) {
        Entry.decode(value);
    }

    @Override
    public void reset(Map<String, String> entries) {
        // what was there before is of no weight a minute later
    }

    /** An entry of a room's log, of whatever node. */
    @Override
    public void stored(String key, String value) {
        Entry entry = Entry.decode(value);
        switch (entry.kind()) {
            case SIGNAL, OFFER_OPENED, ANSWER -> count(key.split(":", 2)[0], entry.from(), 1);
            default -> { }
        }
    }

    @Override
    public void gone(String key) {
        // the buckets forget by themselves
    }
}
