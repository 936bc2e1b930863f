package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.signaling.ForeignClient;
import almenara.signaling.Nodes;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What peers of a torrent say and hear, for tests: ids are one letter, twenty times. */
final class Swarming {

    static final Tracker.Limits LIMITS = new Tracker.Limits(5, 4, 2, 50, 120, 2, 100, 2);
    static final String HASH = "hhhhhhhhhhhhhhhhhhhh";

    final Nodes nodes = new Nodes(3);
    private final Tracker.Limits limits;

    Swarming(Tracker.Limits limits) {
        this.limits = limits;
    }

    Tracker dialect() {
        Supplier<Stream<Tracker.Sight>> sights = () -> nodes.node(0).rooms.census().named().map(each -> new Tracker.Sight(each.room(), each.name(), false));
        return new Tracker(new JsonLimits(16), limits, new Tracker.Figures(sights, () -> 0), new Random(11));
    }

    /** Somebody who is connected to that node. */
    ForeignClient connect(int node) {
        return nodes.node(node).connect(dialect());
    }

    /** Somebody who has come with those offers, and has heard the answer, and no more. */
    ForeignClient come(int node, char peer, String... offers) {
        ForeignClient client = connect(node).says(announce(peer, offers));
        assertEquals(1, client.takes().size());
        return client;
    }

    static String id(char letter) {
        return String.valueOf(letter).repeat(20);
    }

    /** Each offer's name is its first character, as often as a name has characters. */
    static String announce(char peer, String... offers) {
        String all = Arrays.stream(offers).map(offer -> "{'offer':{'type':'offer','sdp':'" + offer + "'},'offer_id':'" + id(offer.charAt(0)) + "'}").collect(Collectors.joining(","));
        return frame("'action':'announce','info_hash':'" + HASH + "','peer_id':'" + id(peer) + "','left':1,'offers':[" + all + ']');
    }

    /** An announce with something else in it. */
    static String announce(char peer, String more, int left) {
        return frame("'action':'announce','info_hash':'" + HASH + "','peer_id':'" + id(peer) + "','left':" + left + (more.isEmpty() ? "" : ",") + more);
    }

    static String stop(char peer) {
        return announce(peer, "'event':'stopped'", 1);
    }

    static String answer(char peer, char to, String offer) {
        return announce(peer, "'to_peer_id':'" + id(to) + "','offer_id':'" + id(offer.charAt(0)) + "','answer':{'type':'answer','sdp':'to " + offer + "'}", 1);
    }

    static String counted(int complete, int incomplete) {
        return frame("'complete':" + complete + ",'incomplete':" + incomplete + ",'action':'announce','interval':120,'info_hash':'" + HASH + '\'');
    }

    static String offered(char from, String offer) {
        return frame("'action':'announce','offer':{'type':'offer','sdp':'" + offer + "'},'offer_id':'" + id(offer.charAt(0)) + "','peer_id':'" + id(from) + "','info_hash':'" + HASH + '\'');
    }

    static String answered(char from, String offer) {
        return frame("'action':'announce','answer':{'type':'answer','sdp':'to " + offer + "'},'offer_id':'" + id(offer.charAt(0)) + "','peer_id':'" + id(from) + "','info_hash':'" + HASH + '\'');
    }

    static String failed(String reason) {
        return frame("'action':'announce','failure reason':'" + reason + "','info_hash':'" + HASH + '\'');
    }

    static List<String> all(String... frames) {
        return List.of(frames);
    }

    private static String frame(String fields) {
        return '{' + fields.replace('\'', '"') + '}';
    }
}
