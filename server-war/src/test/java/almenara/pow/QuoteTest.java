package almenara.pow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.pow.Terms.Place;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuoteTest {

    private final Till till = new Till();

    @Test
    void aQuoteIsReadAsItWasWritten() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            Scope scope = Scope.values()[random.nextInt(4)];
            Terms terms = new Terms(random.nextLong(1L << 32), random.nextInt(1 << 16), random.nextLong(), new Place(scope, random.nextLong()),
                    random.nextLong(1L << 32));
            Quote quote = till.keys.sign(terms);
            Quote read = Quote.read(quote.text()).orElseThrow();
            assertEquals(63, quote.text().length());
            assertEquals(terms, read.terms());
            assertArrayEquals(quote.bytes(), read.bytes());
            assertTrue(till.keys.signed(read, terms.issued()));
        }
    }

    @Test
    void aQuoteOfWhichAnyBitWasChangedIsRefused() {
        Payment payment = Solver.solve(till.quote(), Till.POST, 1);
        String proof = payment.text().substring(64);
        for (int bit = 0; bit < 47 * 8; bit++) {
            byte[] bytes = payment.quote().bytes();
            bytes[bit / 8] ^= (byte) (0x80 >> bit % 8);
            Verdict verdict = till.spend(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + '.' + proof, Till.POST);
            assertTrue(verdict == Verdict.FORGED || verdict == Verdict.MALFORMED, "bit " + bit + ": " + verdict);
        }
        assertEquals(Verdict.PAID, till.spend(payment, Till.POST));
    }

    @Test
    void theSpareBitsOfTheTextAreZero() {
        String text = till.quote().text();
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(text.charAt(62));
        assertEquals(0, last % 4);
        for (int spare = 1; spare < 4; spare++) {
            assertTrue(Quote.read(text.substring(0, 62) + alphabet.charAt(last + spare)).isEmpty());
        }
    }

    @Test
    void everyNodeWithTheSecretKnowsTheQuoteAndNoOther() {
        Quote quote = till.quote();
        assertTrue(new QuoteKeys(Till.ROOT).signed(quote, till.now()));
        assertFalse(new QuoteKeys(Bytes.sha256("another")).signed(quote, till.now()));
    }

    @Test
    void theEpochAndTheOneBeforeAreTaken() {
        long start = 600 * 2_000_000L;
        Quote quote = till.keys.sign(new Terms(start, 60, 0, Place.NODE, 1));
        assertTrue(till.keys.signed(quote, start));
        assertTrue(till.keys.signed(quote, start + 1199));
        assertFalse(till.keys.signed(quote, start + 1200));
        assertFalse(till.keys.signed(quote, start - 1));
        assertFalse(till.keys.signed(quote, start + 256 * 600), "the number of the key comes back, the key does not");
    }

    @Test
    void aQuoteSurvivesTheChangeOfTheKeyAndAClockThatIsAhead() {
        till.clock.advance(Duration.ofSeconds(600 - till.now() % 600 - 1));
        String before = Solver.pay(till.quote(), Till.POST, 1);
        String ahead = Solver.pay(till.keys.sign(new Terms(till.now() + 9, 60, 0, Place.NODE, Till.EFFORT)), Till.POST, 2);
        assertEquals(Verdict.PAID, till.spend(ahead, Till.POST));
        till.clock.advance(Duration.ofSeconds(60));
        assertEquals(Verdict.PAID, till.spend(before, Till.POST));
    }

    @Test
    void keysDifferByEpochAndHkdfIsThatOfRfc5869() {
        assertNotEquals(HexFormat.of().formatHex(till.keys.key(1)), HexFormat.of().formatHex(till.keys.key(2)));
        // RFC 5869, appendix A.3: its pseudo-random key, of a secret with an empty salt
        byte[] secret = HexFormat.of().parseHex("0b".repeat(22));
        assertEquals("19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04", HexFormat.of().formatHex(Bytes.hmac(new byte[32], secret)));
    }

    @Test
    void aSecretThatIsTooShortAndTermsThatDoNotFitAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new QuoteKeys(new byte[31]));
        assertThrows(IllegalArgumentException.class, () -> new Terms(1, 60, 0, Place.NODE, 1L << 32));
        assertThrows(IllegalArgumentException.class, () -> new Terms(1, 1 << 16, 0, Place.NODE, 1));
        assertThrows(IllegalArgumentException.class, () -> new Terms(-1, 60, 0, Place.NODE, 1));
    }
}
