package almenara.pow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.pow.Binding.Content;
import almenara.pow.Terms.Place;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VerifierTest {

    private final Till till = new Till();

    private static Binding like(Action action, String room, String subject) {
        return new Binding(action, room, subject, Till.POST.content());
    }

    @Test
    void aPaymentIsTakenOnce() {
        String payment = Solver.pay(till.quote(), Till.POST, 1);
        assertEquals(160, payment.length());
        assertEquals(Verdict.PAID, till.spend(payment, Till.POST));
        assertEquals(Verdict.SPENT, till.spend(payment, Till.POST));
    }

    @Test
    void oneQuoteIsGoodForManyPayments() {
        Quote quote = till.quote();
        for (long salt = 0; salt < 20; salt++) {
            assertEquals(Verdict.PAID, till.spend(Solver.pay(quote, Till.POST, salt), Till.POST));
        }
    }

    @Test
    void thePaymentIsForThatActionRoomPeerAndBodyAlone() {
        Payment payment = Solver.solve(till.quote(Place.NODE, Till.EFFORT), Till.POST, 1);
        assertEquals(Verdict.UNSOLVED, till.spend(payment, like(Action.CLAIM, Till.ROOM, Till.PEER)));
        assertEquals(Verdict.UNSOLVED, till.spend(payment, like(Action.POST, Till.OTHER_ROOM, Till.PEER)));
        assertEquals(Verdict.UNSOLVED, till.spend(payment, like(Action.POST, Till.ROOM, "")));
        assertEquals(Verdict.UNSOLVED, till.spend(payment, new Binding(Action.POST, Till.ROOM, Till.PEER, Till.content("{\"type\":\"signal\",\"data\":2}"))));
        assertEquals(Verdict.PAID, till.spend(payment, Till.POST));
    }

    @Test
    void theQuoteOfARoomIsGoodThereAlone() {
        assertEquals(Verdict.ELSEWHERE, till.spend(Solver.pay(till.quote(Place.room(Till.OTHER_ROOM), Till.EFFORT), Till.POST, 1), Till.POST));
        Binding nowhere = like(Action.TOKEN, "", Till.PEER);
        assertEquals(Verdict.ELSEWHERE, till.spend(Solver.pay(till.quote(), nowhere, 1), nowhere));
    }

    @ParameterizedTest
    @EnumSource(names = {"TURN", "DHT"})
    void aQuoteForAnotherServiceBuysNoPost(Scope scope) {
        assertEquals(Verdict.ELSEWHERE, till.spend(Solver.pay(till.quote(new Place(scope, 0), Till.EFFORT), Till.POST, 1), Till.POST));
    }

    @Test
    void theClientDoesNotChooseTheDifficulty() {
        assertEquals(Verdict.TOO_LOW, till.spend(Solver.pay(till.quote(Place.NODE, Till.EFFORT - 1), Till.POST, 1), Till.POST));
        Terms cheap = till.terms(Place.NODE, 1);
        Quote own = new QuoteKeys(Bytes.sha256("a secret of one's own")).sign(cheap);
        assertEquals(Verdict.FORGED, till.spend(Solver.pay(own, Till.POST, 1), Till.POST));
        Payment lighter = Solver.solve(till.quote(Place.NODE, 16), Till.POST, 1);
        assertNotEquals(Verdict.PAID, till.spend(new Payment(till.quote(), lighter.salt(), lighter.nonces()), Till.POST));
    }

    @Test
    void partsOfTwoPaymentsMakeNoThird() {
        Payment one = Solver.solve(till.quote(), Till.POST, 1);
        Payment other = Solver.solve(till.quote(Place.NODE, 2 * Till.EFFORT), Till.POST, 2);
        assertEquals(Verdict.UNSOLVED, till.spend(new Payment(one.quote(), other.salt(), one.nonces()), Till.POST));
        assertEquals(Verdict.UNSOLVED, till.spend(new Payment(one.quote(), one.salt(), other.nonces()), Till.POST));
        assertEquals(Verdict.UNSOLVED, till.spend(new Payment(other.quote(), one.salt(), one.nonces()), Till.POST));
        Quote spliced = Quote.of(one.quote().signed(), other.quote().mac());
        assertEquals(Verdict.FORGED, till.spend(new Payment(spliced, one.salt(), one.nonces()), Till.POST));
    }

    @Test
    void noncesIncreaseAndNoneStandsTwice() {
        Payment good = Solver.solve(till.quote(), Till.POST, 1);
        for (int i = 1; i < Payment.NONCES; i++) {
            int[] twice = good.nonces().clone();
            twice[i] = twice[i - 1];
            assertEquals(Verdict.UNSORTED, till.spend(new Payment(good.quote(), good.salt(), twice), Till.POST));
            int[] swapped = good.nonces().clone();
            swapped[i] = good.nonces()[i - 1];
            swapped[i - 1] = good.nonces()[i];
            assertEquals(Verdict.UNSORTED, till.spend(new Payment(good.quote(), good.salt(), swapped), Till.POST));
        }
        int[] same = new int[Payment.NONCES];
        Arrays.fill(same, good.nonces()[0]);
        assertEquals(Verdict.UNSORTED, till.spend(new Payment(good.quote(), good.salt(), same), Till.POST));
    }

    @Test
    void whoFindsOneMoreNonceHasNotFoundSeventeenPayments() {
        Quote quote = till.quote();
        Payment good = Solver.solve(quote, Till.POST, 1);
        int[] found = Solver.nonces(new Puzzle(Till.POST.digest(quote, good.salt()), Till.EFFORT), Payment.NONCES + 1);
        int paid = 0;
        for (int left = 0; left < found.length; left++) {
            int without = left;
            int[] subset = java.util.stream.IntStream.range(0, found.length).filter(i -> i != without).map(i -> found[i]).toArray();
            paid += till.spend(new Payment(quote, good.salt(), subset), Till.POST) == Verdict.PAID ? 1 : 0;
        }
        assertEquals(1, paid);
    }

    @Test
    void anyOneWrongNonceIsNoticed() {
        Payment good = Solver.solve(till.quote(), Till.POST, 1);
        Puzzle puzzle = new Puzzle(Till.POST.digest(good.quote(), good.salt()), Till.EFFORT);
        int checked = 0;
        for (int i = 0; i < Payment.NONCES; i++) {
            int[] nonces = good.nonces().clone();
            nonces[i]++;
            if ((i + 1 == nonces.length || nonces[i] < nonces[i + 1]) && !puzzle.fits(nonces[i])) {
                checked++;
                assertEquals(Verdict.UNSOLVED, till.spend(new Payment(good.quote(), good.salt(), nonces), Till.POST));
            }
        }
        assertTrue(checked > 8);
    }

    @Test
    void noncesAreUnsigned() {
        Quote quote = till.quote(Place.NODE, 16);
        int[] nonces = {0, 1, 2, 3, 4, 5, 6, 7, Integer.MAX_VALUE, Integer.MIN_VALUE, -6, -5, -4, -3, -2, -1};
        Verdict verdict = till.verifier.spend(new Payment(quote, new byte[Payment.SALT], nonces).text(), new Verifier.Demand(Till.POST, scope -> 16));
        assertEquals(Verdict.PAID, verdict);
    }

    @ParameterizedTest
    @CsvSource({"-11,EXPIRED", "-10,PAID", "0,PAID", "60,PAID", "70,PAID", "71,EXPIRED"})
    void aQuoteIsGoodForItsLifeAndTenSecondsOfSkew(int seconds, Verdict expected) {
        String payment = Solver.pay(till.keys.sign(new Terms(till.now() - seconds, 60, 0, Place.NODE, Till.EFFORT)), Till.POST, 1);
        assertEquals(expected, till.spend(payment, Till.POST));
    }

    @Test
    void whatWasSpentIsRememberedForAsLongAsItsQuoteIsGood() {
        String payment = Solver.pay(till.keys.sign(new Terms(till.now() + 10, 60, 0, Place.NODE, Till.EFFORT)), Till.POST, 1);
        assertEquals(Verdict.PAID, till.spend(payment, Till.POST));
        for (int second = 0; second <= 80; second++) {
            assertEquals(Verdict.SPENT, till.spend(payment, Till.POST));
            till.clock.advance(Duration.ofSeconds(1));
        }
        assertEquals(Verdict.EXPIRED, till.spend(payment, Till.POST));
        till.clock.advance(Duration.ofSeconds(30));
        assertEquals(0, till.spent.size());
    }

    @Test
    void whatIsRefusedIsNotSpent() {
        Payment good = Solver.solve(till.quote(), Till.POST, 1);
        assertEquals(Verdict.TOO_LOW, till.verifier.spend(good.text(), new Verifier.Demand(Till.POST, scope -> Till.EFFORT + 1)));
        assertEquals(0, till.spent.size());
        assertEquals(Verdict.PAID, till.spend(good, Till.POST));
    }

    @Test
    void noTextMakesTheVerifierFail() {
        Random random = new Random(7);
        String good = Solver.pay(till.quote(), Till.POST, 1);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(good);
            for (int change = random.nextInt(4); change >= 0; change--) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x180));
            }
            text.setLength(random.nextInt(4) == 0 ? random.nextInt(text.length()) : text.length());
            Verdict verdict = till.spend(text.toString(), Till.POST);
            assertEquals(Payment.read(text.toString()).isEmpty(), verdict == Verdict.MALFORMED);
        }
        for (String text : new String[] {"", ".", good + "=", good + good, good.replace('.', '-'), " " + good.substring(1)}) {
            assertEquals(Verdict.MALFORMED, till.spend(text, Till.POST));
        }
    }

    @Test
    void moreMessagesAndMoreBytesTakeMoreWork() {
        Content batch = new Content(new byte[16_384], 16);
        assertEquals(1000, new Binding(Action.POST, "", "", batch).work(1000));
        assertEquals(2000, new Binding(Action.POST, "", "", new Content(new byte[16_385], 1)).work(1000));
        assertEquals(3000, new Binding(Action.POST, "", "", new Content(new byte[0], 33)).work(1000));
        assertEquals(4000, new Binding(Action.JOIN, "", "", batch).work(1000));
        assertEquals(16_000, new Binding(Action.TOKEN, "", "", batch).work(1000));
        assertEquals(32_000, new Binding(Action.DHT_PUT, "", "", batch).work(1000));
        assertEquals(Binding.MOST_WORK, new Binding(Action.DHT_PUT, "", "", new Content(new byte[0], Integer.MAX_VALUE)).work(0xFFFF_FFFFL));
    }

    @Test
    void theTargetDoesNotOverflow() {
        for (long work = 1; work <= 16; work++) {
            assertEquals(-1L, Puzzle.target(work));
        }
        java.math.BigInteger most = java.math.BigInteger.TWO.pow(64).subtract(java.math.BigInteger.ONE);
        for (long work : new long[] {17, 31, 32, 33, 255, 65_536, 65_537, 1_000_003, Binding.MOST_WORK - 1, Binding.MOST_WORK, 0xFFFF_FFFFL}) {
            assertEquals(most.multiply(java.math.BigInteger.valueOf(16)).divide(java.math.BigInteger.valueOf(work)).toString(),
                    Long.toUnsignedString(Puzzle.target(work)));
        }
        assertFalse(new Puzzle(new byte[32], Binding.MOST_WORK).fits(0) && new Puzzle(new byte[32], Binding.MOST_WORK).fits(1));
    }
}
