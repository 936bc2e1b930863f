package almenara.pow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import almenara.fuzz.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class PaymentFuzzTest {

    static Stream<byte[]> seeds() {
        Till till = new Till();
        Quote quote = till.quote();
        return Seeds.texts(new Payment(quote, new byte[Payment.SALT], IntStream.range(0, Payment.NONCES).toArray()).text(),
                new Payment(till.quote(Terms.Place.room(Till.OTHER_ROOM), 1), new byte[Payment.SALT], new int[Payment.NONCES]).text(), quote.text());
    }

    @MethodSource("seeds")
    @FuzzTest
    void whatWasNotWorkedForIsNoPaymentAndAPaymentHasOneForm(byte[] input) {
        String text = Seeds.text(input);
        assertNotEquals(Verdict.PAID, new Till().spend(text, Till.POST));
        Payment.read(text).ifPresent(payment -> assertEquals(text, payment.text()));
        Quote.read(text).ifPresent(quote -> assertEquals(text, quote.text()));
        Quote.read(text).map(Quote::terms).ifPresent(terms -> assertEquals(terms, terms));
    }
}
