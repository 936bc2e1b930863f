package almenara.dialects;

import almenara.messages.Ids;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** The protocol of @libp2p/webrtc-star-signalling-server 4.0, over Socket.IO. docs/dialects.md has the frames. */
public final class WebrtcStar implements Dialect {

    private static final int BAD_REQUEST = 400;
    private static final int PATIENCE = 20;

    private final StrictJson json;
    private final Limits limits;
    private final RandomGenerator random;
    private final Ids ids;

    /** Addresses that a newcomer is told, seconds for which an address stands before it is renewed, seconds between two pings, bytes of a frame. */
    public record Limits(int told, int life, int ping, int bytes) {
    }

    /** {@code random} is unpredictable: nobody else may know what a client's name is made of. */
    public WebrtcStar(JsonLimits json, Limits limits, RandomGenerator random) {
        this.json = new StrictJson(json);
        this.limits = limits;
        this.random = random;
        this.ids = new Ids(random);
    }

    @Override
    public String name() {
        return "webrtc-star";
    }

    @Override
    public boolean polls() {
        return true;
    }

    /** A client that polls knows its session by {@code sid}, which the transport has made up. */
    @Override
    public Conversation begin(Way way, UnaryOperator<String> query) {
        boolean polls = "polling".equals(query.apply("transport"));
        String session = Optional.ofNullable(query.apply("sid")).filter(sid -> polls).orElseGet(ids::secret);
        SocketIo.Bounds bounds = new SocketIo.Bounds(limits.ping(), PATIENCE, limits.bytes());
        SocketIo.Greeting greeting = new SocketIo.Greeting(session, ids.peer(), query.apply("EIO"), polls, bounds);
        return new SocketIo(way, greeting, json, this::peer);
    }

    private Events peer(Way way) {
        Asker asker = new Asker(way);
        StarLobby lobby = new StarLobby(asker, new StarLobby.Limits(limits.told(), limits.life()), json, random);
        return new StarPeer(way, ids.secret(), asker, lobby);
    }

    @Override
    public Page page(String below) {
        return new Page(BAD_REQUEST, "application/json", "{\"code\":0,\"message\":\"Transport unknown\"}");
    }
}
