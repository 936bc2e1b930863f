package almenara.pow;

import almenara.pow.Binding.Content;
import almenara.pow.Terms.Place;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/** Makes docs/vectors/pow.json, which the tests of every implementation read. {@code main} writes it anew. */
final class Vectors {

    static final Path FILE = Path.of("..", "docs", "vectors", "pow.json");
    static final long NOW = 1_800_000_123L;
    static final int LIFE = 60;
    private static final String[] BODIES = {"{\"type\":\"signal\",\"data\":\"hello\"}", "[{\"type\":\"ping\",\"ref\":1},{\"type\":\"ping\",\"ref\":2}]", "",
            "{\"type\":\"signal\",\"data\":\"Grüße, 世界 🦡\"}"};
    private static final HexFormat HEX = HexFormat.of();

    private final QuoteKeys keys = new QuoteKeys(Till.ROOT);

    private Vectors() {
    }

    public static void main(String[] arguments) throws IOException {
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, text());
    }

    static String text() {
        StringWriter text = new StringWriter();
        try (var writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true)).createWriter(text)) {
            writer.write(new Vectors().all());
        }
        return text.toString().strip() + '\n';
    }

    private JsonObject all() {
        return Json.createObjectBuilder()
                .add("about", "Vectors for docs/protocol.md, section 9. Bytes are hexadecimal; texts are UTF-8; an empty room or subject stands for 32 zero bytes.")
                .add("root", HEX.formatHex(Till.ROOT))
                .add("quotes", quotes()).add("payments", payments()).add("targets", targets())
                .add("refused", refused()).build();
    }

    private JsonObjectBuilder refused() {
        return Json.createObjectBuilder().add("now", NOW).add("action", Till.POST.action().number()).add("room", Till.ROOM).add("subject", Till.PEER)
                .add("body", new String(Till.POST.content().bytes(), StandardCharsets.UTF_8)).add("messages", 1).add("asked", Till.EFFORT)
                .add("payments", new BadPayments(keys).all());
    }

    static Terms terms(Place place, long effort) {
        return new Terms(NOW, LIFE, Terms.node("one"), place, effort);
    }

    private JsonArrayBuilder quotes() {
        JsonArrayBuilder quotes = Json.createArrayBuilder();
        quotes.add(quote(terms(Place.NODE, 65_536), "one", ""));
        quotes.add(quote(terms(Place.room(Till.ROOM), 1 << 20), "one", Till.ROOM));
        quotes.add(quote(new Terms(NOW + QuoteKeys.EPOCH_SECONDS, 0xFFFF, Terms.node("töne"), new Place(Scope.TURN, 0), 0xFFFF_FFFFL), "töne", ""));
        quotes.add(quote(new Terms(0xFFFF_FFFFL, 0, Terms.node("~"), new Place(Scope.DHT, 0), 0), "~", ""));
        return quotes;
    }

    private JsonObjectBuilder quote(Terms terms, String node, String room) {
        long epoch = terms.issued() / QuoteKeys.EPOCH_SECONDS;
        Quote quote = keys.sign(terms);
        return Json.createObjectBuilder().add("epoch", epoch).add("key", HEX.formatHex(keys.key(epoch))).add("kid", quote.kid())
                .add("issued", terms.issued()).add("life", terms.life()).add("node", node).add("scope", terms.place().scope().number()).add("room", room)
                .add("effort", terms.effort()).add("bytes", HEX.formatHex(quote.bytes())).add("quote", quote.text());
    }

    private JsonArrayBuilder payments() {
        JsonArrayBuilder payments = Json.createArrayBuilder();
        payments.add(payment(keys.sign(terms(Place.NODE, 16)), new Binding(Action.POST, Till.ROOM, Till.PEER, Till.content(BODIES[0])), 1));
        payments.add(payment(keys.sign(terms(Place.room(Till.ROOM), 1000)),
                new Binding(Action.POST, Till.ROOM, Till.PEER, new Content(Bytes.utf8(BODIES[1]), 2)), -2));
        payments.add(payment(keys.sign(terms(Place.NODE, 1000)), new Binding(Action.JOIN, Till.ROOM, "", Till.content(BODIES[0])), 3));
        payments.add(payment(keys.sign(terms(Place.NODE, 4096)), new Binding(Action.CLAIM, Till.ROOM, Till.PEER, Till.content(BODIES[3])), 4));
        payments.add(payment(keys.sign(terms(new Place(Scope.TURN, 0), 1000)), new Binding(Action.TOKEN, "", "", Till.content(BODIES[2])), 5));
        payments.add(payment(keys.sign(terms(new Place(Scope.DHT, 0), 100)), new Binding(Action.DHT_PUT, "", "", Till.content("x".repeat(16_385))), 6));
        return payments;
    }

    private static JsonObjectBuilder payment(Quote quote, Binding binding, long salt) {
        Payment payment = Solver.solve(quote, binding, salt);
        byte[] digest = binding.digest(quote, payment.salt());
        long work = binding.work(quote.terms().effort());
        JsonArrayBuilder nonces = Json.createArrayBuilder();
        Arrays.stream(payment.nonces()).forEach(nonce -> nonces.add(Integer.toUnsignedLong(nonce)));
        return Json.createObjectBuilder().add("quote", quote.text()).add("action", binding.action().number()).add("room", binding.room())
                .add("subject", binding.subject()).add("body", new String(binding.content().bytes(), StandardCharsets.UTF_8))
                .add("messages", binding.content().messages()).add("salt", HEX.formatHex(payment.salt())).add("digest", HEX.formatHex(digest))
                .add("work", work).add("target", HEX.toHexDigits(Puzzle.target(work))).add("firstHash", HEX.formatHex(hash(digest, payment.nonces()[0])))
                .add("nonces", nonces).add("payment", payment.text());
    }

    /** The whole hash of a nonce, written down once more: not by the code under test. */
    static byte[] hash(byte[] digest, int nonce) {
        return Bytes.sha256().digest(ByteBuffer.allocate(44).put(digest).putInt(0).putLong(Integer.toUnsignedLong(nonce)).array());
    }

    private static JsonArrayBuilder targets() {
        JsonArrayBuilder targets = Json.createArrayBuilder();
        for (long work : new long[] {1, 15, 16, 17, 31, 1000, 65_536, 1_000_003, Binding.MOST_WORK - 1, Binding.MOST_WORK}) {
            targets.add(Json.createObjectBuilder().add("work", work).add("target", HEX.toHexDigits(Puzzle.target(work))));
        }
        return targets;
    }

    static JsonValue of(Verdict verdict) {
        return Json.createValue(verdict.wire());
    }
}
