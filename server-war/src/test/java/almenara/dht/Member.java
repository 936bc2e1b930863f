package almenara.dht;

import almenara.dht.krpc.Contact;
import almenara.dht.krpc.Family;
import almenara.dht.krpc.NodeId;
import almenara.dht.krpc.Reach;
import almenara.dht.store.ItemStore;
import almenara.dht.store.PeerStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** An honest node of a {@link World}, and what its owner has of it. */
final class Member {

    private static final ItemStore.Bounds ITEMS = new ItemStore.Bounds(1000, 200);
    private static final PeerStore.Bounds PEERS = new PeerStore.Bounds(1000, 100, 200);

    private final World world;
    private final InetSocketAddress address;
    private final Node node;
    private final Client client;
    private final Keeper keeper;
    private Upkeep upkeep;

    Member(World world, InetSocketAddress address, NodeId id) {
        this(world, address, id, rules(address.getAddress(), false));
    }

    Member(World world, InetSocketAddress address, NodeId id, Node.Rules rules) {
        this.world = world;
        this.address = address;
        this.node = new Node(rules, world.means(address), id);
        this.client = new Client(node);
        this.keeper = new Keeper(node, client);
        world.place(address, node::receive);
    }

    /** Those of a node whose socket has that address. */
    static Node.Rules rules(InetAddress bound, boolean readOnly) {
        return new Node.Rules(new Reach(Family.of(bound), true), bound, readOnly, ITEMS, PEERS);
    }

    void enter(List<InetSocketAddress> bootstrap) {
        enter(bootstrap, List.of());
    }

    void enter(List<InetSocketAddress> bootstrap, List<Contact> known) {
        upkeep = new Upkeep(node, client, then -> then.accept(bootstrap), known);
        upkeep.start();
    }

    /** It is gone, and says nothing more. */
    void leave() {
        upkeep.end();
        world.remove(address);
    }

    InetSocketAddress address() {
        return address;
    }

    Node node() {
        return node;
    }

    Client client() {
        return client;
    }

    Keeper keeper() {
        return keeper;
    }
}
