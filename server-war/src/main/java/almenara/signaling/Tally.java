package almenara.signaling;

import almenara.pow.Verdict;

/** Whoever counts what happens. */
public interface Tally {

    /** What is counted. */
    enum What {
        JOIN("joins"), RESUME("resumes"), RECOVERED("recovered"), LEAVE("leaves"), SIGNAL("signals"), OFFER("offers"), CLAIM("claims"), ANSWER("answers"),
        REFUSAL("refusals"), PAYMENT_UNSEEN("payments-unseen"), PROOF_REFUSAL("proof-refusals"), PROOF_UNSEEN("proofs-unseen"),
        TURN_CREDENTIAL("turn-credentials"), TURN_REFUSAL("turn-refusals"), STUN_ANSWER("stun-answers"), STUN_REFUSAL("stun-refusals"), QUEUE_OVERFLOW("queue-overflows"),
        STATE_EXCHANGE("state-exchanges"), STATE_REFUSAL("state-refusals"), DHT_GET("dht-gets"), DHT_PUT("dht-puts"), DHT_REFUSAL("dht-refusals");

        private final String many;

        What(String many) {
            this.many = many;
        }

        /** The name of their number. */
        public String many() {
            return many;
        }
    }

    void count(What what);

    /** A payment was found to be that. */
    void paid(Verdict verdict);

    /** A message waited so long (nanoseconds) between the room and the socket. */
    void delivered(long nanos);
}
