package almenara.dht;

import almenara.bencode.Dictionary;
import almenara.bencode.Value;
import almenara.dht.krpc.Compact;
import almenara.dht.krpc.Contact;
import almenara.dht.krpc.Family;
import almenara.dht.krpc.Message;
import almenara.dht.krpc.NodeId;
import almenara.dht.krpc.SecureId;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A hostile node. It lives in the tables of others, for it answers pings; to every search it names its accomplices and hosts that do not exist, all of them as near
 * to the key as ids can be, and gives values that nobody has signed; what others store with it is gone.
 */
final class Liar implements World.Host {

    private static final int NAMED = 8;
    private static final int PEERS = 64;
    /** Where all of them say that others are, to have them move. */
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("6.6.6.6", 6881);
    private final World world;
    private final Member front;
    private final Gang gang;

    Liar(World world, InetSocketAddress address, NodeId id, Gang gang) {
        this.world = world;
        this.front = world.member(address, id);
        this.gang = gang;
        gang.add(new Contact(id, address));
        world.place(address, this);
    }

    void enter(List<InetSocketAddress> bootstrap) {
        front.enter(bootstrap);
    }

    @Override
    public void receive(byte[] datagram, InetSocketAddress from) {
        if (Message.parse(datagram) instanceof Message.Query query && !"ping".equals(query.method())) {
            Dictionary values = answer(query).with("id", front.node().id().bytes());
            front.node().means().datagrams().send(new Message.Answer(query.transaction(), values, Optional.of(ELSEWHERE)).encode(), from);
        } else {
            front.node().receive(datagram, from);
        }
    }

    private Dictionary answer(Message.Query query) {
        Dictionary values = Dictionary.of();
        switch (world.random().nextInt(3)) {
            case 0 -> values.with("token", 7);
            case 1 -> values.with("token", new byte[1000]);
            default -> values.with("token", "anything");
        }
        Optional<byte[]> key = query.arguments().bytes("target").or(() -> query.arguments().bytes("info_hash"));
        key.ifPresent(bytes -> values.with("nodes", Compact.write(named(new NodeId(bytes)))));
        if ("get".equals(query.method())) {
            values.with("k", new byte[32]).with("sig", new byte[64]).with("seq", Long.MAX_VALUE).with("v", "poison");
        }
        if ("get_peers".equals(query.method())) {
            values.with("values", new Value.Items(Stream.generate(() -> world.address(Family.IPV4)).limit(PEERS).<Value>map(peer -> new Value.Text(Compact.write(peer))).toList()));
        }
        return values;
    }

    private List<Contact> named(NodeId key) {
        List<Contact> named = new ArrayList<>(gang.nearest(key, NAMED / 2));
        while (named.size() < NAMED) {
            InetSocketAddress nobody = world.address(Family.IPV4);
            NodeId fit = SecureId.make(nobody.getAddress(), world.random());
            named.add(new Contact(world.random().nextBoolean() ? fit : key.sibling(100 + world.random().nextInt(60), world.random()), nobody));
        }
        return named;
    }
}
