package almenara.messages;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** A command that cannot be carried out, and why. It is the client's fault or the moment's, never ours; nothing was changed unless the code says so. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The one table of refusals: name on the wire and HTTP status (docs/protocol.md, section 6). */
    public enum Code {
        BAD_JSON(400),
        TOO_DEEP(400),
        BAD_TEXT(400),
        BAD_MESSAGE(400),
        UNKNOWN_COMMAND(400),
        TOO_LARGE(413),
        BAD_ROOM(404),
        UNKNOWN_ROOM(404),
        NOT_JOINED(409),
        ALREADY_JOINED(409),
        BAD_TOKEN(401),
        PRICE(401),
        PROOF(401),
        UNKNOWN_PEER(404),
        UNKNOWN_OFFER(404),
        NO_OFFER(404),
        NOT_YOURS(403),
        OFFER_CLAIMED(409),
        CLAIM_EXPIRED(410),
        ROOM_FULL(429),
        TOO_MANY_ROOMS(429),
        TOO_MANY_OFFERS(429),
        TOO_MANY_CLAIMS(429),
        NO_TURN(404),
        NO_MESH(404),
        TOO_MANY_TOKENS(429),
        NO_TABLE(404),
        TOO_MANY_POSTS(429),
        NO_DHT(404),
        NO_ITEM(404),
        FOREIGN_SALT(403),
        SEQ_TOO_LOW(409),
        CAS_MISMATCH(409),
        TOO_MANY_ITEMS(429),
        TIMED_OUT(504),
        OVERLOADED(503),
        UNAVAILABLE(503),
        DRAINING(503),
        FORBIDDEN_ORIGIN(403),
        UNSUPPORTED_TYPE(415),
        METHOD_NOT_ALLOWED(405),
        INTERNAL(500);

        private final int status;

        Code(int status) {
            this.status = status;
        }

        /** The HTTP status that goes with the code. */
        public int status() {
            return status;
        }

        /** The name on the wire, for instance {@code room-full}. */
        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** What a command takes in work: a quote and for how long that is good, the expected hashes under it, and the number of the action. */
    public record Price(String quote, Duration life, long effort, int action) {
    }

    private final Code code;
    private final long retryAfterMillis;
    private final transient Optional<Price> price;
    private final String challenge;
    private final transient OptionalLong seq;
    private final boolean fault;

    public Refusal(Code code, String message) {
        this(code, message, 0);
    }

    /** A refusal that a later try may not meet, with the milliseconds to wait. */
    public Refusal(Code code, String message, long retryAfterMillis) {
        super(message, null, false, false);
        this.code = code;
        this.retryAfterMillis = retryAfterMillis;
        this.price = Optional.empty();
        this.challenge = "";
        this.seq = OptionalLong.empty();
        this.fault = false;
    }

    /** A refusal of an item, for there is the one with that number. */
    public Refusal(Code code, String message, OptionalLong seq) {
        super(message, null, false, false);
        this.code = code;
        this.retryAfterMillis = 0;
        this.price = Optional.empty();
        this.challenge = "";
        this.seq = seq;
        this.fault = false;
    }

    /** A refusal that work will turn. */
    public Refusal(String message, Price price) {
        super(message, null, false, false);
        this.code = Code.PRICE;
        this.retryAfterMillis = 0;
        this.price = Optional.of(price);
        this.challenge = "";
        this.seq = OptionalLong.empty();
        this.fault = false;
    }

    /** A refusal that a proof will turn which answers that challenge. */
    public Refusal(String message, String challenge) {
        super(message, null, false, false);
        this.code = Code.PROOF;
        this.retryAfterMillis = 0;
        this.price = Optional.empty();
        this.challenge = challenge;
        this.seq = OptionalLong.empty();
        this.fault = false;
    }

    private Refusal(Refusal other, boolean fault) {
        super(other.getMessage(), null, false, false);
        this.code = other.code;
        this.retryAfterMillis = other.retryAfterMillis;
        this.price = other.price;
        this.challenge = other.challenge;
        this.seq = other.seq;
        this.fault = fault;
    }

    /** The same refusal, of something that no honest client sends. */
    public Refusal asFault() {
        return new Refusal(this, true);
    }

    /** True when what is refused is nothing that an honest client sends: the work on it was for nothing. */
    public boolean isFault() {
        return fault;
    }

    public Code code() {
        return code;
    }

    /** What the command takes, where that is why it was refused. */
    public Optional<Price> price() {
        return price;
    }

    /** What a proof has to answer; empty where none was asked for. */
    public String challenge() {
        return challenge;
    }

    /** The number of the item that is there, where that is why another was refused. */
    public OptionalLong seq() {
        return seq;
    }

    /** Milliseconds after which another try makes sense; 0 when the refusal says nothing of it. */
    public long retryAfterMillis() {
        return retryAfterMillis;
    }
}
