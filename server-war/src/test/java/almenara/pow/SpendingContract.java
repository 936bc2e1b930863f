package almenara.pow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.pow.Binding.Content;
import almenara.pow.Terms.Place;
import almenara.tables.Crowd;
import almenara.tables.Table;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** What the table of spent proofs has to promise: of all nodes that are shown one proof at once, one takes it. */
public abstract class SpendingContract {

    private static final int TRIES = 10_000;
    private static final int EFFORT = 16;

    /** The table as each of three nodes has it. */
    protected abstract List<Table> tables();

    @Test
    void aProofThatIsShownToThreeNodesAtOnceIsTakenByOne() throws Exception {
        Clock clock = Clock.systemUTC();
        QuoteKeys keys = new QuoteKeys("of thirty-two bytes or of more...".getBytes(StandardCharsets.UTF_8));
        Quote quote = keys.sign(new Terms(clock.instant().getEpochSecond(), 600, 0, Place.NODE, EFFORT));
        Binding binding = new Binding(Action.POST, "", "", new Content(new byte[] {1}, 1));
        List<Verifier> nodes = tables().stream().map(table -> new Verifier(keys, table, clock, new Random(1))).toList();
        AtomicIntegerArray taken = new AtomicIntegerArray(TRIES);
        AtomicIntegerArray refused = new AtomicIntegerArray(TRIES);
        Phaser together = new Phaser(nodes.size());
        Crowd.of(nodes.size(), node -> {
            for (int i = 0; i < TRIES; i++) {
                String payment = Solver.pay(quote, binding, i);
                together.arriveAndAwaitAdvance();
                Verdict verdict = nodes.get(node).spend(payment, new Verifier.Demand(binding, scope -> EFFORT));
                (verdict == Verdict.PAID ? taken : refused).incrementAndGet(verdict == Verdict.PAID || verdict == Verdict.SPENT ? i : -1);
            }
        });
        for (int i = 0; i < TRIES; i++) {
            assertEquals(1, taken.get(i), "try " + i);
            assertEquals(nodes.size() - 1, refused.get(i), "try " + i);
        }
    }
}
