package almenara.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.fuzz.Seeds;
import almenara.keys.SigningKey;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class NodeRecordFuzzTest {

    private static final long NOW = 1_800_000_000L;
    private static final SigningKey KEY = new SigningKey(new byte[SigningKey.SECRET]);
    private static final NodeRecord RECORD = NodeRecord.sign(KEY, NOW, new NodeRecord.Content(NodeUrl.read("https://node.example/").orElseThrow(), 5, List.of("turn", "dht"), NOW + 60));

    static Stream<byte[]> values() {
        return Stream.concat(Stream.of(RECORD.item().value()), Seeds.texts("d12:capabilitiesl4:turne6:efforti0e6:expiryi1800000060e3:url13:https://[::1]1:xi1ee", "de"));
    }

    static Stream<byte[]> texts() {
        Sighting sighting = new Sighting(RECORD, "c000", 5, NOW);
        return Seeds.texts(RECORD.item().text(), sighting.text(), new Heard(Map.of(Source.values()[0], 3L)).text(), "A".repeat(200), "");
    }

    @MethodSource("values")
    @FuzzTest
    void whatIsReadOfASignedValueIsWrittenAndReadAsTheSame(byte[] value) {
        Item item = new Item(KEY.publicKey().bytes(), NOW, KEY.sign(value), value);
        Optional<NodeUrl> url = NodeRecord.url(item);
        url.ifPresent(each -> assertEquals(url, NodeUrl.read(each.text())));
        try {
            NodeRecord record = NodeRecord.read(Item.sign(KEY, 1, value), NOW);
            assertEquals(record.content(), NodeRecord.read(Item.sign(KEY, 1, record.content().bytes()), NOW).content());
        } catch (VisitFailure refused) {
            assertEquals(true, List.of(Verdict.MALFORMED, Verdict.EXPIRED, Verdict.FORGED).contains(refused.verdict()));
        }
    }

    @MethodSource("texts")
    @FuzzTest
    void anItemInATableIsOneOrNone(byte[] input) {
        String text = Seeds.text(input);
        Item.bytes(text, Item.MOST).ifPresent(bytes -> assertEquals(text, Item.base64(bytes)));
        try {
            Item item = Item.of(text);
            assertEquals(item, Item.of(item.text()));
            NodeRecord.trusted(item);
        } catch (IllegalArgumentException refused) {
            // as it should be
        }
    }

    @MethodSource("texts")
    @FuzzTest
    void whatServersTellEachOtherInATableIsReadOrRefused(byte[] input) {
        String text = Seeds.text(input);
        try {
            Sighting sighting = Sighting.of(text);
            assertEquals(sighting, Sighting.of(sighting.text()));
        } catch (IllegalArgumentException refused) {
            // as it should be
        }
        try {
            Heard heard = Heard.of(text);
            assertEquals(heard, Heard.of(heard.text()));
        } catch (IllegalArgumentException refused) {
            // as it should be
        }
    }
}
