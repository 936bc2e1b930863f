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

    /** What can be seen to be wrong with a proof without a look at its signatures; it changes nothing. Empty: it may be good. */
    public Optional<Verdict> fault(String room, String text) {
        byte[] id = id(room);
        Optional<JoinProof> read = JoinProof.read(text);
        return read.isEmpty() ? Optional.of(Verdict.MALFORMED) : fault(room, read.get()).or(() -> spent.get(key(read.get(), id)).map(found -> Verdict.SPENT));
    }

    /** Looks at a proof that came with a join of that room. Only {@link Verdict#PROVEN} has changed anything. */
    public Finding verify(String room, String text) {
        Optional<Verdict> fault = fault(room, text);
        if (fault.isPresent()) {
            return Finding.of(fault.get());
        }
        byte[] id = id(room);
        JoinProof proof = JoinProof.read(text).orElseThrow();
        if (!proof.isSigned(id)) {
            return Finding.of(Verdict.UNSIGNED);
        }
        boolean first = spent.putIfAbsent(key(proof, id), SPENT, challenges.memory());
        return first ? new Finding(Verdict.PROVEN, JoinProof.id(proof.peer().key()), proof.room().isPresent()) : Finding.of(Verdict.SPENT);
    }

    private Optional<Verdict> fault(String room, JoinProof proof) {
        Optional<Verdict> challenged = challenges.fault(proof.challenge());
        if (challenged.isPresent()) {
            return challenged;
        }
        if (proof.room().isEmpty() && Names.isSealed(room)) {
            return Optional.of(Verdict.NO_SECRET);
        }
        if (!proof.room().map(it -> Arrays.equals(Bytes.sha256(it.key().bytes()), id(room))).orElse(true)) {
            return Optional.of(Verdict.OTHER_ROOM);
        }
        return proof.isSound() ? Optional.empty() : Optional.of(Verdict.UNSOUND);
    }

    private static byte[] id(String room) {
        return Bytes.read(Names.hash(room), Bytes.HASH).orElseThrow();
    }

    private static String key(JoinProof proof, byte[] id) {
        return Bytes.text(Arrays.copyOf(proof.digest(id), KEY));
    }
}
