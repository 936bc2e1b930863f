package almenara.signaling;

import almenara.messages.Refusal;
import almenara.seal.Challenges;
import almenara.seal.Verdict;
import almenara.seal.Verifier;
import almenara.signaling.Tally.What;
import java.util.Optional;

/**
 * Gives challenges and takes all proofs that answer them, whatever they come by. Of an address that has made too many that no honest client makes it looks at
 * none for a while, so that a flood of them costs no signatures.
 */
public final class Proofs {

    private final Challenges challenges;
    private final Verifier verifier;
    private final Faults faults;
    private final Tally tally;

    public Proofs(Challenges challenges, Verifier verifier, Faults faults, Tally tally) {
        this.challenges = challenges;
        this.verifier = verifier;
        this.faults = faults;
        this.tally = tally;
    }

    /** Who wants to come in where: the room, the host that was called, and who answers for it. */
    record Visit(String room, String host, Payer payer) {
    }

    /** A challenge for who has called that host. */
    String challenge(String host) {
        return challenges.issue(host);
    }

    /** Refuses a proof for what is wrong with it but for its signatures: whoever pays for a join should not lose that over a challenge that has expired. */
    void examine(Visit visit, String proof) {
        faults.check(visit.payer(), What.PROOF_UNSEEN);
        Optional<Verdict> fault = verifier.fault(visit.room(), proof);
        if (fault.isPresent()) {
            throw refusal(visit, fault.get());
        }
    }

    /** The peer whose proof it is; refused unless everything about it is right. It is good once. */
    String take(Visit visit, String proof) {
        faults.check(visit.payer(), What.PROOF_UNSEEN);
        Verifier.Finding finding = verifier.verify(visit.room(), proof);
        if (finding.verdict() != Verdict.PROVEN) {
            throw refusal(visit, finding.verdict());
        }
        return finding.peer();
    }

    private Refusal refusal(Visit visit, Verdict verdict) {
        tally.count(What.PROOF_REFUSAL);
        Refusal refusal = refusal(visit, verdict.meaning());
        if (verdict.isFault()) {
            visit.payer().isWrong();
            faults.add(visit.payer());
            return refusal.asFault();
        }
        return refusal;
    }

    /** A refusal with a challenge to answer. */
    Refusal refusal(Visit visit, String message) {
        return new Refusal(message, challenge(visit.host()));
    }
}
