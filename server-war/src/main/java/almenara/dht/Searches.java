package almenara.dht;

import almenara.bencode.Dictionary;
import almenara.bencode.Value;
import almenara.dht.krpc.Compact;
import almenara.dht.krpc.Fault;
import almenara.dht.krpc.NodeId;
import almenara.dht.krpc.Reach;
import almenara.dht.store.Item;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a search can be for. */
final class Searches {

    private Searches() {
    }

    /** For nodes, and nothing else. */
    record Nodes(NodeId key) implements Lookup.Question {

        @Override
        public String method() {
            return "find_node";
        }

        @Override
        public Dictionary arguments() {
            return Dictionary.of().with("target", key.bytes());
        }

        @Override
        public boolean take(Dictionary values) {
            return true;
        }

        @Override
        public boolean isWide() {
            return false;
        }

        @Override
        public boolean isAnswered() {
            return false;
        }
    }

    /** For the peers that have announced themselves. Nobody can check them: of a node 64 count at most, and where there are too many, each node has its share. */
    record Peers(NodeId key, Reach reach, List<List<InetSocketAddress>> answers) implements Lookup.Question {

        static final int MOST_NAMED = 64;
        static final int MOST = 512;

        Peers(NodeId key, Reach reach) {
            this(key, reach, new ArrayList<>());
        }

        @Override
        public String method() {
            return "get_peers";
        }

        @Override
        public Dictionary arguments() {
            return Dictionary.of().with("info_hash", key.bytes());
        }

        @Override
        public boolean take(Dictionary values) {
            List<Value> named = values.items("values");
            List<InetSocketAddress> peers = new ArrayList<>();
            for (Value each : named.subList(0, Math.min(MOST_NAMED, named.size()))) {
                if (!(each instanceof Value.Text text)) {
                    return false;
                }
                InetSocketAddress peer = Compact.read(text.bytes());
                if (peer.getPort() > 0 && reach.holds(peer.getAddress())) {
                    peers.add(peer);
                }
            }
            offer(peers);
            return true;
        }

        /** Takes those that one node knows. */
        void offer(List<InetSocketAddress> peers) {
            answers.add(peers);
        }

        /** What was found: the first of each node, then the second of each, up to 512. */
        Set<InetSocketAddress> found() {
            Set<InetSocketAddress> found = new LinkedHashSet<>();
            for (int i = 0; i < MOST_NAMED; i++) {
                int place = i;
                answers.stream().filter(peers -> place < peers.size() && found.size() < MOST).forEach(peers -> found.add(peers.get(place)));
            }
            return found;
        }

        @Override
        public boolean isWide() {
            return true;
        }

        @Override
        public boolean isAnswered() {
            return false;
        }
    }

    /** For an item: the one that its key names or, of an author's, the one with the highest number. */
    static final class Items implements Lookup.Question {

        private final NodeId key;
        private final byte[] salt;
        private final boolean first;
        private Optional<Item> found = Optional.empty();

        /** {@code first}: an immutable item ends the search. */
        Items(NodeId key, byte[] salt, boolean first) {
            this.key = key;
            this.salt = salt;
            this.first = first;
        }

        Optional<Item> found() {
            return found;
        }

        @Override
        public NodeId key() {
            return key;
        }

        @Override
        public String method() {
            return "get";
        }

        @Override
        public Dictionary arguments() {
            return Dictionary.of().with("target", key.bytes());
        }

        @Override
        public boolean take(Dictionary values) {
            Optional<Item> item = Item.read(values, salt);
            return item.isEmpty() || item.get().target().equals(key) && isSound(item.get());
        }

        private boolean isSound(Item item) {
            if (found.isPresent() && found.get().equals(item)) {
                return true;
            }
            try {
                item.check();
            } catch (Fault e) {
                return false;
            }
            offer(item);
            return true;
        }

        /** Takes an item that is known to be sound. */
        void offer(Item item) {
            if (found.isEmpty() || item instanceof Item.Mutable next && found.get() instanceof Item.Mutable old && next.seq() > old.seq()) {
                found = Optional.of(item);
            }
        }

        @Override
        public boolean isWide() {
            return true;
        }

        @Override
        public boolean isAnswered() {
            return first && found.filter(Item.Immutable.class::isInstance).isPresent();
        }
    }
}
