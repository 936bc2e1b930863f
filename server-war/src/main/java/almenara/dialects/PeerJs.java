package almenara.dialects;

import almenara.json.JsonFactories;
import almenara.messages.Named;
import jakarta.json.JsonArrayBuilder;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The protocol of PeerServer 1.0 for PeerJS clients. An id is a room for one, and whoever has it by its token sits in it; what is sent to an id is a post to its
 * room. docs/dialects.md has the frames.
 */
public final class PeerJs implements Dialect {

    static final Namespace IDS = new Namespace("peerjs");

    private static final int FOUND = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    /** The bits of a UUID that say that it is a random one (RFC 9562, version 4). */
    private static final long VERSION_MASK = 0xffff_ffff_ffff_0fffL;
    private static final long VERSION = 0x4000L;
    private static final long VARIANT_MASK = 0x3fff_ffff_ffff_ffffL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final String ABOUT = JsonFactories.BUILDERS.createObjectBuilder().add("name", "PeerJS Server")
            .add("description", "A server side element to broker connections between PeerJS clients.").add("website", "https://peerjs.com/").build().toString();

    private final StrictJson json;
    private final Absent.Limits limits;
    private final RandomGenerator random;
    private final Roll roll;
    private final Recent listed;

    /** {@code random} is unpredictable: ids come of it. Nobody is told which ids there are. */
    public PeerJs(JsonLimits json, Absent.Limits limits, RandomGenerator random) {
        this(json, limits, random, Roll.EMPTY);
    }

    /** Anybody is told which ids are on the roll. */
    public PeerJs(JsonLimits json, Absent.Limits limits, RandomGenerator random, Roll roll) {
        this.json = new StrictJson(json);
        this.limits = limits;
        this.random = random;
        this.roll = roll;
        this.listed = new Recent(this::listed, roll.nanos());
    }

    @Override
    public String name() {
        return IDS.label();
    }

    @Override
    public Conversation begin(Way way, UnaryOperator<String> query) {
        return new PeerJsPeer(way, query, json, new PeerJsPeer.Rules(limits, !roll.isClosed()));
    }

    /** A key may be any, and stands before what is wanted. */
    @Override
    public Page page(String below) {
        if (below.isEmpty()) {
            return new Page(FOUND, "application/json", ABOUT);
        }
        return switch (below.replaceFirst("^[^/]+/", "")) {
            case "id" -> below.equals("id") ? missing() : new Page(FOUND, "text/html", id());
            case "peers" -> below.equals("peers") ? missing() : peers();
            default -> missing();
        };
    }

    private static Page missing() {
        return new Page(NOT_FOUND, "text/plain", "Not Found");
    }

    private Page peers() {
        return roll.isClosed() ? new Page(UNAUTHORIZED, "text/plain", "Unauthorized") : new Page(FOUND, "application/json", listed.text());
    }

    private String listed() {
        JsonArrayBuilder ids = JsonFactories.BUILDERS.createArrayBuilder();
        roll.named().get().filter(named -> IDS.room(named.name()).equals(named.room())).limit(roll.most()).map(Named::name).forEach(ids::add);
        return ids.build().toString();
    }

    private String id() {
        return new UUID(random.nextLong() & VERSION_MASK | VERSION, random.nextLong() & VARIANT_MASK | VARIANT).toString();
    }
}
