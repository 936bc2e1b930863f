package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Value;
import almenara.dht.store.Item;
import almenara.dialects.JsonLimits;
import almenara.dialects.StrictJson;
import almenara.messages.Refusal.Code;
import almenara.messages.Refusal;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Items in requests and answers of the gateway. */
class DhtJsonTest {

    private static final int ROUNDS = 20_000;

    private final Signer ann = new Signer();
    private final Item.Mutable item = ann.item("almenara/ü", 7, Value.Text.of("x"));

    private static DhtJson.Put read(String json) {
        return DhtJson.put(new StrictJson(new JsonLimits(2)).read(json));
    }

    private static JsonObject parse(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }

    private static JsonObjectBuilder builder(Item.Mutable item, Encoding encoding) {
        return Json.createObjectBuilder(parse(DhtJson.write(item.author(), Found.of(item), OptionalLong.empty(), encoding)));
    }

    private JsonObjectBuilder builder() {
        return builder(item, Encoding.BASE64URL);
    }

    private static void assertBad(JsonObjectBuilder json, String what) {
        Refusal refusal = assertThrows(Refusal.class, () -> read(json.build().toString()));
        assertEquals(Code.BAD_MESSAGE, refusal.code());
        assertTrue(refusal.getMessage().startsWith(what), refusal.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsRead(Encoding encoding) {
        String name = encoding == Encoding.HEX ? "hex" : "base64url";
        DhtJson.Put put = read(builder(item, encoding).add("encoding", name).add("cas", 6).build().toString());
        assertEquals(item, put.item());
        assertEquals(OptionalLong.of(6), put.cas());
        put.item().check();
        assertEquals(OptionalLong.empty(), read(builder(item, encoding).add("encoding", name).build().toString()).cas());
    }

    @Test
    void bytesAreBase64urlUnlessHexadecimalDigitsAreAskedFor() {
        JsonObject plain = builder().build();
        assertEquals(List.of("k", "salt", "seq", "sig", "v"), List.copyOf(plain.keySet()));
        assertEquals(List.of(43, 86, 4), List.of(plain.getString("k").length(), plain.getString("sig").length(), plain.getString("v").length()));
        JsonObject hex = builder(item, Encoding.HEX).build();
        assertEquals("313a78", hex.getString("v"));
        assertEquals(List.of(64, 128), List.of(hex.getString("k").length(), hex.getString("sig").length()));
        assertEquals("almenara/ü", hex.getString("salt"));
        assertBad(builder().add("encoding", "base64"), "encoding");
        assertBad(builder(item, Encoding.HEX), "k is 32 bytes in base64url");
        assertBad(builder().add("encoding", "hex"), "k is 32 bytes in hexadecimal digits");
        assertEquals(item, read(builder(item, Encoding.HEX).add("encoding", "hex").add("v", HexFormat.of().withUpperCase().formatHex(item.value().encode()))
                .build().toString()).item());
    }

    @Test
    void whoHasTheItemHearsItsNumberAlone() {
        for (long known : new long[] {7, 8}) {
            JsonObject answer = parse(DhtJson.write(item.author(), Found.of(item), OptionalLong.of(known), Encoding.HEX));
            assertEquals(List.of("k", "salt", "seq"), List.copyOf(answer.keySet()));
            assertEquals(7, answer.getInt("seq"));
        }
        assertTrue(parse(DhtJson.write(item.author(), Found.of(item), OptionalLong.of(6), Encoding.HEX)).containsKey("v"));
    }

    @Test
    void aValueHasThousandBytesAndNotOneMore() {
        Item.Mutable largest = ann.item(1, "x".repeat(996));
        assertEquals(Item.MOST_VALUE, largest.value().encode().length);
        for (Encoding encoding : Encoding.values()) {
            String name = encoding == Encoding.HEX ? "hex" : "base64url";
            assertEquals(largest, read(builder(largest, encoding).add("encoding", name).build().toString()).item());
            assertBad(builder(ann.item(1, "x".repeat(997)), encoding).add("encoding", name), "v is at most 1000 bytes");
        }
    }

    @Test
    void aSaltHasSixtyFourBytesAndNotOneMore() {
        String salt = "almenara/" + "ü".repeat(27) + "x";
        assertEquals(Item.MOST_SALT, salt.getBytes(StandardCharsets.UTF_8).length);
        Item.Mutable longest = ann.item(salt, 1, Value.Text.of(""));
        assertEquals(longest, read(builder(longest, Encoding.BASE64URL).build().toString()).item());
        assertBad(builder().add("salt", salt + "x"), "salt has at most 64 bytes");
    }

    @Test
    void numbersAreWholeAndNotNegativeAndOfSixtyFourBits() {
        assertEquals(Long.MAX_VALUE, read(builder().add("seq", Long.MAX_VALUE).build().toString()).item().seq());
        assertEquals(0, read(builder().add("seq", 0).add("cas", 0).build().toString()).cas().orElseThrow());
        for (String name : List.of("seq", "cas")) {
            assertBad(builder().add(name, -1), name);
            assertBad(builder().add(name, 0.5), name);
            assertBad(builder().add(name, "7"), name);
            assertBad(builder().addNull(name), name);
            assertBad(builder().add(name, new java.math.BigInteger("9223372036854775808")), name);
        }
        assertBad(builder().remove("seq"), "seq is missing");
    }

    @Test
    void everythingHasItsLengthAndItsForm() {
        for (String name : List.of("k", "sig")) {
            String text = builder().build().getString(name);
            for (String wrong : List.of("", text + "A", text.substring(1), text.substring(1) + "*", text.substring(1) + "=")) {
                assertBad(builder().add(name, wrong), name);
            }
            assertBad(builder().remove(name), name);
            assertBad(builder().add(name, 7), name);
        }
        for (String wrong : List.of("", "i7", "i-0e", "i7ei8e", "d1:bi1e1:ai1ee", "1:ab", "l".repeat(33) + "e".repeat(33))) {
            assertBad(builder().add("v", Encoding.BASE64URL.write(wrong.getBytes(StandardCharsets.US_ASCII))), "v");
        }
        for (String wrong : List.of("[]", "7", "null", "\"x\"")) {
            assertEquals(Code.BAD_MESSAGE, assertThrows(Refusal.class, () -> read(wrong)).code());
        }
        assertEquals(item, read(builder().add("more", "things").build().toString()).item(), "what is not known is passed over");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+1", "1.0", "1e3", " 1", "9223372036854775808", "99999999999999999999", "٣"})
    void whatIsNoNumberOfAUrlIsRefused(String text) {
        assertEquals(Code.BAD_MESSAGE, assertThrows(Refusal.class, () -> DhtJson.number("seq", text)).code());
    }

    @Test
    void numbersOfUrlsAreRead() {
        assertEquals(OptionalLong.empty(), DhtJson.number("seq", ""));
        assertEquals(OptionalLong.of(0), DhtJson.number("seq", "0"));
        assertEquals(OptionalLong.of(Long.MAX_VALUE), DhtJson.number("seq", "9223372036854775807"));
    }

    @Test
    void anyBodyIsAnItemOrRefused() {
        Random random = new Random(44);
        String good = builder().add("cas", 6).build().toString();
        int read = 0;
        for (int i = 0; i < ROUNDS; i++) {
            StringBuilder text = new StringBuilder(good);
            for (int change = random.nextInt(3); change >= 0; change--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                    case 1 -> text.insert(at, good, 0, random.nextInt(good.length()));
                    case 2 -> text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
                    default -> text.setCharAt(at, "\"{}[]:,0-e\\ud".charAt(random.nextInt(13)));
                }
                text.append(text.isEmpty() ? "{" : "");
            }
            try {
                assertFalse(read(text.toString()).item().seq() < 0);
                read++;
            } catch (Refusal refusal) {
                assertTrue(refusal.code().status() == 400, refusal.code()::wire);
            }
        }
        assertTrue(read > 100 && read < ROUNDS - 100, "items: " + read);
    }

    @Test
    void anyQuestionNamesAnAuthorOrIsRefused() {
        Random random = new Random(45);
        JsonObject good = builder().build();
        int read = 0;
        for (int i = 0; i < ROUNDS; i++) {
            StringBuilder key = new StringBuilder(good.getString("k"));
            for (int change = random.nextInt(3); change > 0; change--) {
                key.setCharAt(random.nextInt(key.length()), (char) random.nextInt(128));
            }
            String salt = random.ints(random.nextInt(70), 0, 0x3000).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
            try {
                Item.Author author = DhtJson.author(key.toString(), salt, Encoding.of(random.nextInt(20) == 0 ? "hex" : ""));
                assertTrue(author.key().length == 32 && author.salt().length <= Item.MOST_SALT);
                read++;
            } catch (Refusal refusal) {
                assertEquals(Code.BAD_MESSAGE, refusal.code());
            }
        }
        assertTrue(read > 100 && read < ROUNDS - 100, "authors: " + read);
    }
}
