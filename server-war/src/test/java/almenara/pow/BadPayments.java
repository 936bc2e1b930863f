package almenara.pow;

import almenara.pow.Terms.Place;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import java.util.stream.IntStream;

/** The payments of the shared vectors that a node refuses: each for {@link Till#POST}, at {@link Vectors#NOW}, where {@link Till#EFFORT} is asked. */
final class BadPayments {

    private static final String PROOF = ".";

    private final QuoteKeys keys;
    private final Payment good;
    private final JsonArrayBuilder all = Json.createArrayBuilder();

    BadPayments(QuoteKeys keys) {
        this.keys = keys;
        this.good = pay(Vectors.terms(Place.room(Till.ROOM), Till.EFFORT), Till.POST);
    }

    JsonArray all() {
        texts();
        quotes();
        proofs();
        bindings();
        return all.build();
    }

    private Payment pay(Terms terms, Binding binding) {
        return Solver.solve(keys.sign(terms), binding, 1);
    }

    private void add(String why, Verdict verdict, String payment) {
        all.add(Json.createObjectBuilder().add("why", why).add("verdict", Vectors.of(verdict)).add("payment", payment));
    }

    private void texts() {
        String text = good.text();
        add("one character short", Verdict.MALFORMED, text.substring(1));
        add("padded", Verdict.MALFORMED, text + "=");
        add("no dot", Verdict.MALFORMED, text.replace(PROOF, "_"));
        add("spare bits of the quote set", Verdict.MALFORMED, text.substring(0, 62) + (char) (text.charAt(62) + 1) + text.substring(63));
        add("the alphabet of base64, not of base64url", Verdict.MALFORMED, text.substring(0, 159) + '+');
    }

    private void quotes() {
        byte[] raised = good.quote().bytes();
        raised[30] ^= 1;
        add("another effort under the same signature", Verdict.FORGED, Bytes.text(raised) + PROOF + good.text().substring(64));
        add("signed with another secret", Verdict.FORGED, Solver.pay(new QuoteKeys(Bytes.sha256("another")).sign(good.quote().terms()), Till.POST, 1));
        add("a key of two epochs ago", Verdict.FORGED, pay(issued(-2 * QuoteKeys.EPOCH_SECONDS), Till.POST).text());
        add("expired by a second", Verdict.EXPIRED, pay(issued(-Vectors.LIFE - Verifier.SKEW - 1), Till.POST).text());
        add("a second too far ahead", Verdict.EXPIRED, pay(issued(Verifier.SKEW + 1), Till.POST).text());
        add("for another room", Verdict.ELSEWHERE, pay(Vectors.terms(Place.room(Till.OTHER_ROOM), Till.EFFORT), Till.POST).text());
        add("for TURN", Verdict.ELSEWHERE, pay(Vectors.terms(new Place(Scope.TURN, 0), Till.EFFORT), Till.POST).text());
        add("less than is asked", Verdict.TOO_LOW, pay(Vectors.terms(Place.NODE, Till.EFFORT - 1), Till.POST).text());
    }

    private static Terms issued(long later) {
        return new Terms(Vectors.NOW + later, Vectors.LIFE, Terms.node("one"), Place.NODE, Till.EFFORT);
    }

    private void proofs() {
        int[] twice = good.nonces().clone();
        twice[1] = twice[0];
        add("a nonce twice", Verdict.UNSORTED, with(twice));
        int[] reversed = IntStream.range(0, Payment.NONCES).map(i -> good.nonces()[Payment.NONCES - 1 - i]).toArray();
        add("nonces in the other order", Verdict.UNSORTED, with(reversed));
        Puzzle puzzle = new Puzzle(Till.POST.digest(good.quote(), good.salt()), Till.EFFORT);
        int[] last = good.nonces().clone();
        do {
            last[Payment.NONCES - 1]++;
        } while (puzzle.fits(last[Payment.NONCES - 1]));
        add("the last nonce does not fit", Verdict.UNSOLVED, with(last));
        add("another salt", Verdict.UNSOLVED, new Payment(good.quote(), new byte[Payment.SALT], good.nonces()).text());
        Payment light = pay(Vectors.terms(Place.NODE, Payment.NONCES), Till.POST);
        add("the work of a lower price", Verdict.UNSOLVED, new Payment(good.quote(), light.salt(), light.nonces()).text());
    }

    private String with(int[] nonces) {
        return new Payment(good.quote(), good.salt(), nonces).text();
    }

    private void bindings() {
        Terms terms = Vectors.terms(Place.NODE, Till.EFFORT);
        add("solved for another action", Verdict.UNSOLVED, pay(terms, new Binding(Action.CLAIM, Till.ROOM, Till.PEER, Till.POST.content())).text());
        add("solved for another room", Verdict.UNSOLVED, pay(terms, new Binding(Action.POST, Till.OTHER_ROOM, Till.PEER, Till.POST.content())).text());
        add("solved for another peer", Verdict.UNSOLVED, pay(terms, new Binding(Action.POST, Till.ROOM, "", Till.POST.content())).text());
        add("solved for another body", Verdict.UNSOLVED, pay(terms, new Binding(Action.POST, Till.ROOM, Till.PEER, Till.content("{}"))).text());
    }
}
