package almenara.pow;

import almenara.messages.Ids;
import almenara.pow.Binding.Content;
import almenara.pow.Terms.Place;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/** One node that sells posts, and what a client needs to buy there. */
final class Till {

    static final long EFFORT = 256;
    static final byte[] ROOT = Bytes.sha256("the root secret of the tests");
    static final String ROOM = room("the room");
    static final String OTHER_ROOM = room("another room");
    static final String PEER = new Ids(new Random(1)).peer();
    static final Binding POST = new Binding(Action.POST, ROOM, PEER, content("{\"type\":\"signal\",\"data\":1}"));

    final HandClock clock = new HandClock();
    final QuoteKeys keys = new QuoteKeys(ROOT);
    final MemoryTable spent = new MemoryTable(clock);
    final Verifier verifier = new Verifier(keys, spent, clock, new Random(1));

    static String room(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Bytes.sha256(name));
    }

    static Content content(String text) {
        return new Content(text.getBytes(StandardCharsets.UTF_8), 1);
    }

    long now() {
        return clock.instant().getEpochSecond();
    }

    Terms terms(Place place, long effort) {
        return new Terms(now(), 60, Terms.node("one"), place, effort);
    }

    Quote quote(Place place, long effort) {
        return keys.sign(terms(place, effort));
    }

    Quote quote() {
        return quote(Place.room(ROOM), EFFORT);
    }

    /** What a node that asks for {@link #EFFORT} says to the payment. */
    Verdict spend(String payment, Binding binding) {
        return verifier.spend(payment, new Verifier.Demand(binding, scope -> EFFORT));
    }

    Verdict spend(Payment payment, Binding binding) {
        return spend(payment.text(), binding);
    }
}
