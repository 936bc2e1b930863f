package load;

/** What was seen of the messages. Nothing is lost from it: whatever is not as it should be counts as trouble, and the first trouble is kept in words. */
final class Tally {

    private static final int WORDS = 300;

    long sent;
    long expected;
    long delivered;
    /** Messages without a stamp. */
    long answers;
    long trouble;
    String first = "";
    final Histogram times = new Histogram();
    /** How much later than they were due turns began. */
    final Histogram late = new Histogram();

    void trouble(String what) {
        if (trouble++ == 0) {
            first = what.length() > WORDS ? what.substring(0, WORDS) : what;
        }
    }
}
