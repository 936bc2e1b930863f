package almenara.signaling;

/** Whoever counts what happens. */
public interface Tally {

    /** What is counted. */
    enum What { JOIN, RESUME, RECOVERED, LEAVE, SIGNAL, OFFER, CLAIM, ANSWER, REFUSAL, QUEUE_OVERFLOW }

    void count(What what);

    /** A message waited so long (nanoseconds) between the room and the socket. */
    void delivered(long nanos);
}
