package almenara.dht;

import almenara.bencode.Dictionary;
import almenara.bencode.Malformed;
import almenara.bencode.Value;
import almenara.dht.krpc.Compact;
import almenara.dht.krpc.Contact;
import almenara.dht.krpc.Family;
import almenara.dht.krpc.Fault;
import almenara.dht.krpc.Message;
import almenara.dht.krpc.NodeId;
import almenara.dht.store.Item;
import almenara.dht.store.ItemStore;
import almenara.dht.store.PeerStore;
import almenara.dht.store.Tokens;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a node answers to others (BEP 5, 32, 44). */
final class Answers {

    private static final int MOST_PORT = 65_535;
    /** So many that the answer stays within a datagram, with the nodes of both families. */
    private static final int MOST_IPV4_PEERS = 40;
    private static final int MOST_IPV6_PEERS = 16;
    private static final int MOST_NODES = 12;
    private static final int MOST_NODES_OF_EACH = 8;

    private final Family family;
    private final Node.Stores stores;
    private final Tokens tokens;
    private final Node.Means means;
    private final Known known;
    private final Map<NodeId, Item.Mutable> introductions = new HashMap<>();

    /** The nodes of a family that are named for a key. */
    interface Known {

        List<Contact> named(Family family, NodeId key, int most);
    }

    Answers(Family family, Node.Stores stores, Node.Means means, Known known) {
        this.family = family;
        this.stores = stores;
        this.tokens = new Tokens(means.random());
        this.means = means;
        this.known = known;
    }

    /** As {@link Node#introduce}. */
    void introduce(NodeId key, Item.Mutable own) {
        introductions.put(key, own);
    }

    /** The values of the answer, without the id; throws a {@link Fault}, or {@link Malformed}. */
    Dictionary answer(Message.Query query, InetSocketAddress from) {
        Dictionary arguments = query.arguments();
        return switch (query.method()) {
            case "ping" -> Dictionary.of();
            case "find_node" -> nodes(key(arguments, "target"), arguments);
            case "get_peers" -> peers(key(arguments, "info_hash"), arguments, from);
            case "announce_peer" -> announce(key(arguments, "info_hash"), arguments, from);
            case "get" -> get(arguments, from);
            case "put" -> put(arguments, from);
            default -> throw new Fault(Fault.UNKNOWN_METHOD, "Method Unknown");
        };
    }

    private static NodeId key(Dictionary arguments, String name) {
        return new NodeId(arguments.bytes(name, NodeId.SIZE).orElseThrow(() -> new Malformed("no " + name)));
    }

    private Dictionary nodes(NodeId target, Dictionary arguments) {
        Dictionary values = Dictionary.of();
        Set<Family> wanted = wanted(arguments);
        for (Family each : wanted) {
            values.with(each.nodes(), Compact.write(known.named(each, target, wanted.size() == 1 ? MOST_NODES : MOST_NODES_OF_EACH)));
        }
        return values;
    }

    private Set<Family> wanted(Dictionary arguments) {
        Set<Family> wanted = EnumSet.noneOf(Family.class);
        List<Value> wants = arguments.items("want");
        for (Family each : Family.values()) {
            if (wants.contains(Value.Text.of(each.want()))) {
                wanted.add(each);
            }
        }
        return wants.isEmpty() ? Set.of(family) : wanted;
    }

    private Dictionary tokened(NodeId key, Dictionary arguments, InetSocketAddress from) {
        return nodes(key, arguments).with("token", tokens.make(from.getAddress(), key, means.timer().millis()));
    }

    private Dictionary peers(NodeId key, Dictionary arguments, InetSocketAddress from) {
        int most = family == Family.IPV4 ? MOST_IPV4_PEERS : MOST_IPV6_PEERS;
        List<Value> peers = stores.peers().peers(key, most, new PeerStore.Drawing(means.timer().millis(), means.random())).stream()
                .<Value>map(peer -> new Value.Text(Compact.write(peer))).toList();
        Dictionary values = tokened(key, arguments, from);
        return peers.isEmpty() ? values : values.with("values", new Value.Items(peers));
    }

    private Dictionary announce(NodeId key, Dictionary arguments, InetSocketAddress from) {
        checkToken(key, arguments, from);
        boolean implied = arguments.number("implied_port").orElse(0) != 0;
        long port = implied ? from.getPort() : arguments.number("port").orElseThrow(() -> new Malformed("no port"));
        if (port < 1 || port > MOST_PORT) {
            throw new Fault(Fault.PROTOCOL, "no such port");
        }
        stores.peers().announce(key, new InetSocketAddress(from.getAddress(), (int) port), means.timer().millis());
        return Dictionary.of();
    }

    private void checkToken(NodeId key, Dictionary arguments, InetSocketAddress from) {
        byte[] token = arguments.bytes("token").orElseThrow(() -> new Malformed("no token"));
        if (!tokens.accepts(token, from.getAddress(), key, means.timer().millis())) {
            throw new Fault(Fault.PROTOCOL, "bad token");
        }
    }

    /** Who asks for a key under which this node introduces itself has found it by that key, and asks each peer so: the answer is the item, and nothing beside it. */
    private Dictionary get(Dictionary arguments, InetSocketAddress from) {
        NodeId target = key(arguments, "target");
        Optional<Item.Mutable> own = Optional.ofNullable(introductions.get(target));
        return own.isPresent() ? own.get().answer() : get(target, arguments, from);
    }

    /** Nodes stand beside a value that is not there only: with both, an answer would be seventeen times as long as a question whose sender may be invented. */
    private Dictionary get(NodeId target, Dictionary arguments, InetSocketAddress from) {
        Dictionary values = tokened(target, arguments, from);
        long known = arguments.number("seq").orElse(-1);
        stores.items().get(target, means.timer().millis()).ifPresent(item -> {
            switch (item) {
                case Item.Immutable immutable -> without(values).with("v", immutable.value());
                case Item.Mutable mutable when mutable.seq() <= known -> values.with("seq", mutable.seq());
                case Item.Mutable mutable -> mutable.answer().entries().forEach(without(values)::with);
            }
        });
        return values;
    }

    private static Dictionary without(Dictionary values) {
        for (Family each : Family.values()) {
            values.entries().remove(each.nodes());
        }
        return values;
    }

    private Dictionary put(Dictionary arguments, InetSocketAddress from) {
        byte[] salt = arguments.bytes("salt").orElse(new byte[0]);
        Item item = Item.read(arguments, salt).orElseThrow(() -> new Malformed("no v"));
        checkToken(item.target(), arguments, from);
        stores.items().put(item, arguments.number("cas"), new ItemStore.Origin(from.getAddress(), means.timer().millis()));
        return Dictionary.of();
    }
}
