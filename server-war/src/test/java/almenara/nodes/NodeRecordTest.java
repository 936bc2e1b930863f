package almenara.nodes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Dictionary;
import almenara.bencode.Value;
import almenara.keys.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeRecordTest {

    private static final long NOW = 1_800_000_000L;
    private static final SigningKey KEY = new SigningKey(new byte[32]);
    private static final NodeUrl URL = NodeUrl.read("https://node.example/").orElseThrow();

    private static NodeRecord record(NodeUrl url, List<String> capabilities, long expiry) {
        return NodeRecord.sign(KEY, NOW, new NodeRecord.Content(url, 262_144, capabilities, expiry));
    }

    private static Verdict fault(Item item) {
        return assertThrows(VisitFailure.class, () -> NodeRecord.read(item, NOW)).verdict();
    }

    private static Item signed(Dictionary fields) {
        return Item.sign(KEY, 1, fields.encode());
    }

    private static Dictionary fields() {
        return Dictionary.of().with("url", "https://node.example/").with("effort", 0).with("expiry", NOW + 60).with("capabilities", new Value.Items(List.of()));
    }

    @Test
    void whatIsSignedIsRead() throws VisitFailure {
        NodeRecord record = record(URL, List.of("stun", "turn"), NOW + 7200);
        assertEquals("d12:capabilitiesl4:stun4:turne6:efforti262144e6:expiryi1800007200e3:url21:https://node.example/e",
                new String(record.item().value(), StandardCharsets.US_ASCII));
        assertEquals(record.content(), NodeRecord.read(record.item(), NOW).content());
        assertEquals(record.item(), Item.of(record.item().text()));
    }

    /** The signature of BEP 44, put together by hand. */
    @Test
    void theSignatureIsThatOfBep44() {
        Item item = record(URL, List.of(), NOW + 60).item();
        String value = new String(item.value(), StandardCharsets.US_ASCII);
        byte[] message = ("4:salt16:almenara/node/v13:seqi1800000000e1:v" + value).getBytes(StandardCharsets.US_ASCII);
        assertArrayEquals(KEY.sign(message), item.signature());
        assertTrue(item.isSigned());
    }

    @Test
    void theLargestRecordFitsIntoAnItem() throws VisitFailure {
        NodeUrl longest = NodeUrl.read("https://node.example/" + "x".repeat(NodeUrl.LONGEST - 22) + '/').orElseThrow();
        NodeRecord record = record(longest, Collections.nCopies(NodeRecord.CAPABILITIES, "x".repeat(32)), NOW + 7200);
        assertTrue(record.item().value().length <= Item.MOST, () -> record.item().value().length + " bytes");
        assertEquals(record.content(), NodeRecord.read(record.item(), NOW).content());
        assertEquals(Verdict.MALFORMED, fault(record(URL, Collections.nCopies(NodeRecord.CAPABILITIES + 1, "x"), NOW + 60).item()));
        assertEquals(Verdict.MALFORMED, fault(record(URL, List.of("x".repeat(33)), NOW + 60).item()));
        assertEquals(Verdict.MALFORMED, fault(record(URL, List.of("Turn"), NOW + 60).item()));
    }

    @Test
    void anItemHasAtMostAThousandBytes() {
        Dictionary fields = fields();
        int room = Item.MOST - fields.encode().length - "3:zzz996:".length();
        fields.with("zzz", "x".repeat(room));
        assertEquals(Item.MOST, signed(fields).value().length);
        assertTrue(signed(fields).isSigned());
        fields.with("zzz", "x".repeat(room + 1));
        assertFalse(signed(fields).isSigned());
    }

    @ParameterizedTest
    @CsvSource({"-60, true", "-59, false", "0, false", "7260, false", "7261, true"})
    void aRecordHoldsForTwoHoursAtMostAndClocksMayDifferByAMinute(long after, boolean refused) throws VisitFailure {
        Item item = record(URL, List.of(), NOW + after).item();
        if (refused) {
            assertEquals(Verdict.EXPIRED, fault(item));
        } else {
            assertEquals(NOW + after, NodeRecord.read(item, NOW).content().expiry());
        }
    }

    @Test
    void fieldsThatAreNotKnownArePassedOver() throws VisitFailure {
        Dictionary fields = fields();
        fields.with("colour", "blue");
        assertEquals(URL, NodeRecord.read(signed(fields), NOW).url());
    }

    @ParameterizedTest
    @CsvSource({"url, https://Node.example/", "url, http://[::1", "url,", "effort,", "expiry,", "capabilities,"})
    void aRecordWithoutAFieldOrWithABadOneIsNone(String field, String value) {
        Dictionary fields = fields();
        fields.entries().remove(field);
        assertEquals(Verdict.MALFORMED, fault(signed(fields)));
        fields.with(field, Optional.ofNullable(value).orElse("text"));
        assertEquals(Verdict.MALFORMED, fault(signed(fields)));
    }

    /** Fields to come may have more in them than those of today, and not so much that reading them costs anything. */
    @ParameterizedTest
    @CsvSource({"lli1eee, false", "lll1:xeee, false", "llll1:xeeee, true", "i123456789012345678e, false", "i1234567890123456789e, true"})
    void aFieldHasFourLevelsAndEighteenDigitsAtMost(String value, boolean refused) throws VisitFailure {
        String known = new String(fields().encode(), StandardCharsets.US_ASCII);
        String text = known.substring(0, known.length() - 1) + "1:z" + value + 'e';
        Item item = Item.sign(KEY, 1, text.getBytes(StandardCharsets.US_ASCII));
        if (refused) {
            assertEquals(Verdict.MALFORMED, fault(item));
        } else {
            assertEquals(URL, NodeRecord.read(item, NOW).url());
        }
    }

    @Test
    void aValueInAnyButTheOneFormIsNoRecord() {
        String known = new String(fields().encode(), StandardCharsets.US_ASCII);
        for (String text : List.of("", "le", "i1e", "1:x", known + ' ', known.substring(1), known.substring(0, known.length() - 1), known.replace("i0e", "i00e"),
                known.replace("6:effort", "6:zffort"))) {
            assertEquals(Verdict.MALFORMED, fault(Item.sign(KEY, 1, text.getBytes(StandardCharsets.US_ASCII))), text);
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, true", "0, false", "4294967295, false", "4294967296, true"})
    void anEffortIsThatOfAQuote(long effort, boolean refused) throws VisitFailure {
        Dictionary fields = fields();
        fields.with("effort", effort);
        if (refused) {
            assertEquals(Verdict.MALFORMED, fault(signed(fields)));
        } else {
            assertEquals(effort, NodeRecord.read(signed(fields), NOW).content().effort());
        }
    }

    @Test
    void everyBitOfAnItemIsSigned() {
        Item item = record(URL, List.of("stun"), NOW + 60).item();
        byte[] bytes = java.util.Base64.getUrlDecoder().decode(item.text());
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] turned = bytes.clone();
            turned[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(Item.of(Item.base64(turned)).isSigned());
        }
    }

    @Test
    void aProofIsThatOfItsKeyItsNonceAndItsUrlAlone() {
        byte[] nonce = new byte[KeyProof.NONCE];
        byte[] proof = KeyProof.sign(KEY, nonce, URL);
        byte[] key = KEY.publicKey().bytes();
        assertTrue(KeyProof.isProof(proof, key, nonce, URL));
        byte[] other = nonce.clone();
        other[0] = 1;
        assertFalse(KeyProof.isProof(proof, key, other, URL));
        assertFalse(KeyProof.isProof(proof, key, nonce, NodeUrl.read("https://other.example/").orElseThrow()));
        assertFalse(KeyProof.isProof(proof, new SigningKey(other).publicKey().bytes(), nonce, URL));
        assertFalse(KeyProof.isProof(new byte[63], key, nonce, URL));
        assertThrows(IllegalArgumentException.class, () -> KeyProof.sign(KEY, new byte[31], URL));
        assertThrows(IllegalArgumentException.class, () -> KeyProof.sign(KEY, new byte[33], URL));
    }

    /** Whoever answers questions must not be made to sign a record, whatever the nonce is: what it signs never begins as an item's message does. */
    @Test
    void noProofIsASignatureOfAnItem() {
        byte[] nonce = "4:salt16:almenara/node/v13:seqi1".getBytes(StandardCharsets.US_ASCII);
        Item item = new Item(KEY.publicKey().bytes(), 1, KeyProof.sign(KEY, nonce, URL), record(URL, List.of(), NOW + 60).item().value());
        assertFalse(item.isSigned());
    }
}
