package almenara.nodes;

/** A visit to another node that has not led to its being listed, and why. */
public final class VisitFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final Verdict verdict;

    public VisitFailure(Verdict verdict, String message) {
        super(message, null, false, false);
        this.verdict = verdict;
    }

    public Verdict verdict() {
        return verdict;
    }
}
