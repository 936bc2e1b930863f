package almenara.dht;

import almenara.dht.krpc.Family;
import almenara.dht.krpc.NodeId;
import almenara.dht.krpc.Reach;
import almenara.dht.store.ItemStore;
import almenara.dht.store.PeerStore;
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
        this(world, address, id, false);
    }

    Member(World world, InetSocketAddress address, NodeId id, boolean readOnly) {
        this.world = world;
        this.address = address;
        Reach reach = new Reach(Family.of(address.getAddress()), true);
        this.node = new Node(new Node.Rules(reach, readOnly, ITEMS, PEERS), world.means(address), id);
        this.client = new Client(node);
        this.keeper = new Keeper(node, client);
        world.place(address, node::receive);
    }

    void enter(List<InetSocketAddress> bootstrap) {
        enter(bootstrap, List.of());
    }

    void enter(List<InetSocketAddress> bootstrap, List<almenara.dht.krpc.Contact> known) {
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
