package almenara.seal;

import almenara.messages.Names;
import almenara.tables.Table;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes proofs, each once in the whole cluster. What costs least is looked at first; the two signatures, 0.4 ms each, come last, and only for a challenge of
 * this cluster: a flood of bad proofs costs a MAC each.
 */
public final class Verifier {

    private static final int KEY = 16;

    private static final String SPENT = "1";

    private final Challenges challenges;
    private final Table spent;

    /** The table is that of what was spent; it may be shared, for its keys are hashes. */
    public Verifier(Challenges challenges, Table spent) {
        this.challenges = challenges;
        this.spent = spent;
    }

    /** What was found: only when it is proven there is a peer, and {@code member} says whether it has shown that it knows the room's secret. */
    public record Finding(Verdict verdict, String peer, boolean member) {

        private static Finding of(Verdict verdict) {
            return new Finding(verdict, "", false);
        }
    }

    /** Looks at a proof that came with a join of that room. Only {@link Verdict#PROVEN} has changed anything. */
    public Finding verify(String room, String text) {
        Optional<JoinProof> read = JoinProof.read(text);
        Optional<byte[]> id = Bytes.read(Names.room(room), Bytes.HASH);
        if (read.isEmpty() || id.isEmpty()) {
            return Finding.of(Verdict.MALFORMED);
        }
        JoinProof proof = read.get();
        return challenges.fault(proof.challenge()).or(() -> fault(proof, id.get())).map(Finding::of)
                .orElseGet(() -> new Finding(Verdict.PROVEN, proof.peer().key().peer(), proof.room().isPresent()));
    }

    private Optional<Verdict> fault(JoinProof proof, byte[] id) {
        if (!proof.room().map(it -> Arrays.equals(Bytes.sha256(it.key().bytes()), id)).orElse(true)) {
            return Optional.of(Verdict.OTHER_ROOM);
        }
        if (!proof.isSound()) {
            return Optional.of(Verdict.UNSOUND);
        }
        String key = Bytes.text(Arrays.copyOf(proof.digest(id), KEY));
        if (spent.get(key).isPresent()) {
            return Optional.of(Verdict.SPENT);
        }
        if (!proof.isSigned(id)) {
            return Optional.of(Verdict.UNSIGNED);
        }
        return spent.putIfAbsent(key, SPENT, challenges.memory()) ? Optional.empty() : Optional.of(Verdict.SPENT);
    }
}
