package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.dialects.JsonLimits;
import almenara.dialects.StrictJson;
import almenara.dht.store.Item;
import almenara.fuzz.Seeds;
import almenara.messages.Refusal;
import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class DhtJsonFuzzTest {

    private static final StrictJson JSON = new StrictJson(new JsonLimits(2));
    private static final String KEY = "A".repeat(43);
    private static final String SIGNATURE = "A".repeat(86);

    static Stream<byte[]> bodies() {
        return Seeds.json("{'k':'" + KEY + "','salt':'almenara/x','seq':1,'sig':'" + SIGNATURE + "','v':'MjpoaQ'}", "{'k':'" + KEY + "','salt':'almenara/node/v1','seq':1,'sig':'" + SIGNATURE + "','v':'MjpoaQ'}",
                "{'encoding':'hex','k':'" + "0a".repeat(32) + "','seq':1e3,'cas':0,'sig':'" + "0b".repeat(64) + "','v':'6c65'}", "{'k':1}");
    }

    /** Parameters of a URL, a line each: k, salt, encoding, seq. */
    static Stream<byte[]> parameters() {
        return Seeds.texts(KEY + "\nalmenara/x\n\n7", "0a".repeat(32) + "\n\nhex\n9223372036854775807", KEY + "\n" + "s".repeat(65) + "\nbase64url\n-1", "x\n\nrot13\n");
    }

    @MethodSource("bodies")
    @FuzzTest
    void aBodyIsAnItemOrRefused(byte[] input) {
        try {
            JsonValue body = JSON.read(Bodies.text(input));
            Optional<almenara.nodes.Item> record = ItemJson.read(body);
            record.ifPresent(item -> assertEquals(record, ItemJson.read(ItemJson.write(item).build())));
            Item.Mutable item = DhtJson.put(body).item();
            assertTrue(item.seq() >= 0 && item.author().salt().length <= Item.MOST_SALT && item.value().encode().length <= Item.MOST_VALUE);
        } catch (Refusal refused) {
            assertTrue(refused.getMessage().length() > 0);
        }
    }

    @MethodSource("parameters")
    @FuzzTest
    void parametersNameAnItemOrAreRefused(byte[] input) {
        String[] lines = (Seeds.text(input) + "\n\n\n\n").split("\n", 5);
        try {
            Encoding encoding = Encoding.of(lines[2]);
            Item.Author author = DhtJson.author(lines[0], lines[1], encoding);
            assertArrayEquals(author.key(), encoding.exactly("k", encoding.write(author.key()), 32));
            DhtJson.number("seq", lines[3]).ifPresent(number -> assertTrue(number >= 0));
        } catch (Refusal refused) {
            assertEquals(Refusal.Code.BAD_MESSAGE, refused.code());
        }
    }
}
