package almenara.transport;

import almenara.bencode.Dictionary;
import almenara.dht.Client;
import almenara.dht.Dht;
import almenara.dht.Keeper;
import almenara.dht.Node;
import almenara.dht.Timer;
import almenara.dht.Upkeep;
import almenara.dht.krpc.Family;
import almenara.dht.krpc.Fault;
import almenara.dht.krpc.Message;
import almenara.dht.krpc.NodeId;
import almenara.dht.krpc.Reach;
import almenara.dht.store.ItemStore;
import almenara.dht.store.PeerStore;
import almenara.tasks.Serial;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** A few nodes of the DHT in memory, in a time of their own that goes on only when it is run. */
final class SmallDht {

    private static final int PORT = 6881;
    private static final long LATENCY = 10;
    private static final long LONG = 60_000;

    private final Random random = new Random(3);
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<InetSocketAddress, BiConsumer<byte[], InetSocketAddress>> hosts = new HashMap<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final NodeId liar = NodeId.random(random);
    private long now;
    private long number;
    private int gets;

    private record Event(long at, long number, Runnable task) implements Comparable<Event> {

        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    private final class HandTimer implements Timer {

        @Override
        public long millis() {
            return now;
        }

        @Override
        public void after(long millis, Runnable task) {
            events.add(new Event(now + millis, number++, task));
        }
    }

    private void send(byte[] datagram, InetSocketAddress from, InetSocketAddress to) {
        boolean get = Message.parse(datagram) instanceof Message.Query query && "get".equals(query.method());
        gets += get ? 1 : 0;
        Optional.ofNullable(hosts.get(to)).ifPresent(host -> events.add(new Event(now + LATENCY, number++, () -> host.accept(datagram, from))));
    }

    private InetSocketAddress address() {
        return new InetSocketAddress("10.0." + hosts.size() + ".1", PORT);
    }

    /** Another node, which knows those that came before. */
    Dht node() {
        InetSocketAddress self = address();
        Node.Rules rules = new Node.Rules(new Reach(Family.IPV4, true), self.getAddress(), false, new ItemStore.Bounds(100, 100), new PeerStore.Bounds(100, 100, 100));
        Node node = new Node(rules, new Node.Means((datagram, to) -> send(datagram, self, to), new HandTimer(), random, (from, known) -> true), NodeId.random(random));
        hosts.put(self, node::receive);
        Client client = new Client(node);
        List<InetSocketAddress> others = List.copyOf(addresses);
        new Upkeep(node, client, then -> then.accept(others), List.of()).start();
        addresses.add(self);
        run(LONG);
        return new Dht(List.of(new Dht.Part(node, client, new Keeper(node, client))), new Serial(Runnable::run));
    }

    /** A node that refuses every put with that code, whatever is there. */
    void liar(long code) {
        InetSocketAddress self = address();
        hosts.put(self, (datagram, from) -> {
            if (Message.parse(datagram) instanceof Message.Query query) {
                Message answer = "put".equals(query.method()) ? new Message.Failure(query.transaction(), new Fault(code, "no"), Optional.empty())
                        : new Message.Answer(query.transaction(), Dictionary.of().with("id", liar.bytes()).with("token", "t"), Optional.empty());
                send(answer.encode(), self, from);
            }
        });
        addresses.add(self);
    }

    /** Questions for items, of all nodes, so far. */
    int gets() {
        return gets;
    }

    void run(long millis) {
        long end = now + millis;
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event event = events.remove();
            now = event.at();
            event.task().run();
        }
        now = end;
    }

    /** Runs for as long as a look-up may take; throws what it has failed with. */
    <T> T await(CompletableFuture<T> future) {
        run(LONG);
        return future.join();
    }
}
