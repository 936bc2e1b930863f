package almenara.dht.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Dictionary;
import almenara.bencode.Malformed;
import almenara.bencode.Value;
import almenara.dht.krpc.Fault;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemTest {

    private static final byte[] KEY = HexFormat.of().parseHex("77ff84905a91936367c01360803104f92432fcd904a43511876df5cdf3e7e548");
    private static final Value HELLO = Value.Text.of("Hello World!");

    private static long fault(Item item) {
        return assertThrows(Fault.class, item::check).code();
    }

    /** The vectors of BEP 44. */
    @ParameterizedTest
    @CsvSource({"'', 4a533d47ec9c7d95b1ad75f576cffc641853b750, 305ac8aeb6c9c151fa120f120ea2cfb923564e11552d06a5d856091e5e853cff1260d3f39e4999684aa92eb73ffd136e6f4f3ecbfda0ce53a1608ecd7ae21f01",
        "foobar, 411eba73b6f087ca51a3795d9c8c938d365e32c1, 6834284b6b24c3204eb2fea824d82f88883a3d95e8b4a21b8c0ded553d17d17ddf9a8a7104b1258f30bed3787e6cb896fca78c58f8e03b5f18f14951a87d9a08"})
    void theMutableItemsOfTheStandardAreAuthentic(String salt, String target, String signature) {
        Item.Author author = new Item.Author(KEY, salt.getBytes());
        byte[] bytes = HexFormat.of().parseHex(signature);
        Item.Mutable item = new Item.Mutable(author, 1, bytes, HELLO);
        item.check();
        assertEquals(target, item.target().toString());
        assertEquals(Fault.BAD_SIGNATURE, fault(new Item.Mutable(author, 2, bytes, HELLO)));
        assertEquals(Fault.BAD_SIGNATURE, fault(new Item.Mutable(author, 1, bytes, Value.Text.of("Hello World?"))));
        assertEquals(Fault.BAD_SIGNATURE, fault(new Item.Mutable(new Item.Author(KEY, "other".getBytes()), 1, bytes, HELLO)));
        byte[] wrong = bytes.clone();
        wrong[3] ^= 1;
        assertEquals(Fault.BAD_SIGNATURE, fault(new Item.Mutable(author, 1, wrong, HELLO)));
    }

    @Test
    void theImmutableItemOfTheStandardIsUnderItsHash() {
        assertEquals("e5f96f6f38320f0f33959cb4d3d656452117aadb", new Item.Immutable(HELLO).target().toString());
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsSignedHereIsAuthenticAndReadAsItWasWritten() {
        Item.Mutable item = Item.Mutable.signed(keys(), "s".repeat(Item.MOST_SALT).getBytes(), Long.MAX_VALUE, new Value.Whole(-7));
        item.check();
        Item.Mutable read = (Item.Mutable) Item.read(item.fields(), item.author().salt()).orElseThrow();
        read.check();
        assertEquals(item.target(), read.target());
        assertTrue(item.says(read));
        assertEquals(item, read);
        assertTrue(item.answer().value("salt").isEmpty());
    }

    @Test
    void aValueHasAtMostAThousandBytesInItsEncodedForm() {
        Value most = Value.Text.of("x".repeat(996));
        assertEquals(1000, most.encode().length);
        new Item.Immutable(most).check();
        Item.Mutable.signed(keys(), new byte[0], 0, most).check();
        Value more = Value.Text.of("x".repeat(997));
        assertEquals(Fault.VALUE_TOO_BIG, fault(new Item.Immutable(more)));
        assertEquals(Fault.VALUE_TOO_BIG, fault(Item.Mutable.signed(keys(), new byte[0], 0, more)));
    }

    private static Value nested(int levels) {
        return levels == 0 ? HELLO : new Value.Items(List.of(nested(levels - 1)));
    }

    @Test
    void aValueHasAtMostThirtyLevels() {
        new Item.Immutable(nested(30)).check();
        assertEquals(Fault.PROTOCOL, fault(new Item.Immutable(nested(31))));
    }

    @Test
    void aSaltHasAtMost64BytesAndNumbersAreNotNegative() {
        assertEquals(Fault.SALT_TOO_BIG, fault(Item.Mutable.signed(keys(), new byte[65], 0, HELLO)));
        assertEquals(Fault.PROTOCOL, fault(Item.Mutable.signed(keys(), new byte[0], -1, HELLO)));
    }

    @Test
    void halfAMutableItemIsNone() {
        Dictionary whole = Item.Mutable.signed(keys(), new byte[0], 3, HELLO).fields();
        for (String missing : new String[] {"k", "seq", "sig"}) {
            Dictionary half = Dictionary.of();
            whole.entries().forEach((key, value) -> half.with(key, value));
            half.entries().remove(missing);
            assertThrows(Malformed.class, () -> Item.read(half, new byte[0]), missing);
        }
        assertThrows(Malformed.class, () -> Item.read(whole.with("k", new byte[31]), new byte[0]));
        assertEquals(Optional.empty(), Item.read(Dictionary.of(), new byte[0]));
    }

    @Test
    void whatIsNoKeyVerifiesNothing() {
        byte[] noPoint = new byte[32];
        noPoint[0] = 2;
        assertEquals(Fault.BAD_SIGNATURE, fault(new Item.Mutable(new Item.Author(noPoint, new byte[0]), 1, new byte[64], HELLO)));
        assertEquals(Fault.BAD_SIGNATURE, fault(new Item.Mutable(new Item.Author(HexFormat.of().parseHex("ff".repeat(32)), new byte[0]), 1, new byte[64], HELLO)));
    }
}
