package almenara.pow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.pow.Binding.Content;
import almenara.tables.MemoryTable;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads docs/vectors/pow.json as every other implementation does. */
class VectorsTest {

    private static final HexFormat HEX = HexFormat.of();
    private static JsonObject vectors;

    @BeforeAll
    static void read() throws IOException {
        try (var reader = Json.createReader(Files.newBufferedReader(Vectors.FILE))) {
            vectors = reader.readObject();
        }
    }

    private static QuoteKeys keys() {
        return new QuoteKeys(HEX.parseHex(vectors.getString("root")));
    }

    private static Binding binding(JsonObject from) {
        Action action = Arrays.stream(Action.values()).filter(each -> each.number() == from.getInt("action")).findFirst().orElseThrow();
        return new Binding(action, from.getString("room"), from.getString("subject"), new Content(Bytes.utf8(from.getString("body")), from.getInt("messages")));
    }

    private static List<JsonObject> list(JsonObject from, String name) {
        return from.getJsonArray(name).getValuesAs(JsonObject.class);
    }

    @Test
    void theFileIsThatOfTheGenerator() throws IOException {
        assertEquals(Vectors.text(), Files.readString(Vectors.FILE));
    }

    @Test
    void quotesAreSignedAsTheyShould() {
        for (JsonObject each : list(vectors, "quotes")) {
            long scoped = each.getString("room").isEmpty() ? 0 : Terms.Place.room(each.getString("room")).hash();
            Terms.Place place = new Terms.Place(Scope.of(each.getInt("scope")).orElseThrow(), scoped);
            Quote quote = keys().sign(new Terms(each.getJsonNumber("issued").longValue(), each.getInt("life"), Terms.node(each.getString("node")), place,
                    each.getJsonNumber("effort").longValue()));
            assertEquals(each.getString("quote"), quote.text());
            assertEquals(each.getString("bytes"), HEX.formatHex(quote.bytes()));
            assertEquals(each.getInt("kid"), quote.kid());
        }
    }

    @Test
    void paymentsAreBoundSolvedAndTaken() {
        for (JsonObject each : list(vectors, "payments")) {
            Binding binding = binding(each);
            Quote quote = Quote.read(each.getString("quote")).orElseThrow();
            byte[] digest = binding.digest(quote, HEX.parseHex(each.getString("salt")));
            assertEquals(each.getString("digest"), HEX.formatHex(digest));
            assertEquals(each.getJsonNumber("work").longValue(), binding.work(quote.terms().effort()));
            int[] nonces = each.getJsonArray("nonces").getValuesAs(jakarta.json.JsonNumber.class).stream()
                    .mapToInt(number -> (int) number.longValue()).toArray();
            BigInteger target = new BigInteger(each.getString("target"), 16);
            IntStream.of(nonces).forEach(nonce -> assertTrue(new BigInteger(1, Arrays.copyOf(Vectors.hash(digest, nonce), 8)).compareTo(target) <= 0));
            assertEquals(each.getString("payment"), new Payment(quote, HEX.parseHex(each.getString("salt")), nonces).text());
            assertEquals(Verdict.PAID, spend(each.getString("payment"), binding, 1));
        }
    }

    @Test
    void targetsAreRoundedDown() {
        list(vectors, "targets").forEach(each -> assertEquals(each.getString("target"), HEX.toHexDigits(Puzzle.target(each.getJsonNumber("work").longValue()))));
    }

    @Test
    void badPaymentsAreRefusedForWhatIsWrongWithThem() {
        JsonObject refused = vectors.getJsonObject("refused");
        list(refused, "payments").forEach(each -> assertEquals(each.getString("verdict"),
                spend(each.getString("payment"), binding(refused), refused.getInt("asked")).wire(), each.getString("why")));
    }

    private static Verdict spend(String payment, Binding binding, long asked) {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(Vectors.NOW), ZoneOffset.UTC);
        return new Verifier(keys(), new MemoryTable(clock), clock, new Random(1)).spend(payment, new Verifier.Demand(binding, scope -> asked));
    }
}
