package almenara.wiring;

import almenara.limits.Rate;
import almenara.seal.Challenges;
import almenara.seal.Verifier;
import almenara.signaling.Faults;
import almenara.signaling.Proofs;
import almenara.signaling.Tally;
import almenara.tables.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** What the nodes of a cluster have in common to trust each other by, and what this one counts against those who forge it. The secret never prints. */
final class Trust {

    /** Where the secret of the cluster lies among what was spent, whose keys are longer. */
    private static final String ROOT = "root";
    private static final int SECRET = 32;

    private final byte[] root;
    private final Table spent;
    private final Faults faults;
    private final Means means;

    /** The time, chance (unpredictable), and who counts what is taken. */
    record Means(Clock clock, RandomGenerator random, Tally tally) {
    }

    Trust(Settings.Work settings, Table spent, Means means) {
        this.root = settings.secret().length > 0 ? settings.secret() : agreed(spent, means.random());
        this.spent = spent;
        Rate rate = Rate.aMinute(settings.faults(), means.random());
        this.faults = new Faults(rate, System::nanoTime, means.tally());
        this.means = means;
    }

    /** The secret that the nodes have in common: whoever comes first makes it. */
    private static byte[] agreed(Table spent, RandomGenerator random) {
        byte[] fresh = new byte[SECRET];
        random.nextBytes(fresh);
        return HexFormat.of().parseHex(spent.settle(ROOT, HexFormat.of().formatHex(fresh), Duration.ZERO));
    }

    byte[] root() {
        return root;
    }

    /** What was spent, by every node. */
    Table spent() {
        return spent;
    }

    Faults faults() {
        return faults;
    }

    Means means() {
        return means;
    }

    Proofs proofs(Settings.Seal settings) {
        Challenges challenges = new Challenges(root, settings.hosts(), settings.life(), new Challenges.Means(means.clock(), means.random()));
        return new Proofs(challenges, new Verifier(challenges, spent), faults, means.tally());
    }
}
