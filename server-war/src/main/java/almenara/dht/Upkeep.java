package almenara.dht;

import almenara.bencode.Dictionary;
import almenara.dht.krpc.Contact;
import almenara.dht.krpc.NodeId;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps a node in the network: it enters by the nodes known from before and by the bootstrap, looks at regions of its table, and asks nodes, that have been quiet for a
 * quarter of an hour, forgets what has expired, and enters again when it knows nobody any more, or has another id.
 */
public final class Upkeep {

    /** Milliseconds between two rounds, give or take a quarter. */
    static final long ROUND = 60_000;
    /** The first wait before entering is tried again; it doubles up to {@link #ROUND}. */
    private static final long AGAIN = 2000;
    private static final int REGIONS_A_ROUND = 4;
    private static final int DOUBTFUL_A_ROUND = 16;

    private final Node node;
    private final Client client;
    private final Bootstrap bootstrap;
    private final List<InetSocketAddress> known;
    private long again = AGAIN;
    private boolean entering;
    private boolean ended;

    /** {@code known}: nodes from before. */
    public Upkeep(Node node, Client client, Bootstrap bootstrap, List<Contact> known) {
        this.node = node;
        this.client = client;
        this.bootstrap = bootstrap;
        this.known = known.stream().map(Contact::address).toList();
    }

    public void start() {
        node.onMove(this::settle);
        enter();
        next();
    }

    public void end() {
        ended = true;
    }

    private void next() {
        Timer timer = node.means().timer();
        timer.after(ROUND * 3 / 4 + node.means().random().nextLong(ROUND / 2), () -> {
            if (!ended) {
                round();
                next();
            }
        });
    }

    private void round() {
        long now = node.means().timer().millis();
        node.stores().items().expire(now);
        node.stores().peers().expire(now);
        if (node.table().size() == 0) {
            enter();
            return;
        }
        node.table().doubtful(now, DOUBTFUL_A_ROUND).forEach(node::ping);
        node.table().stale(now, REGIONS_A_ROUND, node.means().random()).forEach(this::look);
    }

    /** A search that is refused for there being too many is made in a later round. */
    private void look(NodeId key) {
        client.find(key);
    }

    private void enter() {
        if (entering || ended) {
            return;
        }
        entering = true;
        bootstrap.addresses(addresses -> {
            List<InetSocketAddress> all = Stream.of(addresses.stream(), known.stream(), node.table().contacts().stream().map(Contact::address))
                    .flatMap(each -> each).distinct().toList();
            int[] open = {all.size()};
            all.forEach(address -> node.ask(address, "find_node", Dictionary.of().with("target", node.id().bytes()), outcome -> {
                if (--open[0] == 0) {
                    entered();
                }
            }));
            if (all.isEmpty()) {
                entered();
            }
        });
    }

    private void entered() {
        entering = false;
        if (node.table().size() > 0) {
            again = AGAIN;
            settle();
        } else {
            node.means().timer().after(again, this::enter);
            again = Math.min(2 * again, ROUND);
        }
    }

    /** Finds the neighbours of its id, who learn of it by that. */
    private void settle() {
        look(node.id());
    }
}
