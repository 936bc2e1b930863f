package almenara.dht;

import almenara.dht.krpc.Family;
import almenara.dht.krpc.Networks;
import almenara.dht.krpc.NodeId;
import almenara.dht.krpc.SecureId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** A network in memory, with a time of its own, on one thread: datagrams take 10 to 100 ms, or are lost. The same seed makes the same world. */
final class World {

    private static final long LEAST_LATENCY = 10;
    private static final int LATENCIES = 90;
    private static final long FOREVER = 24 * 60 * 60 * 1000L;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<InetSocketAddress, Host> hosts = new HashMap<>();
    private final Random random;
    private double loss;
    private long now;
    private long number;
    private long datagrams;
    private int longest;

    private record Event(long at, long number, Runnable task) implements Comparable<Event> {

        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    /** What stands at an address. */
    interface Host {
        void receive(byte[] datagram, InetSocketAddress from);
    }

    World(long seed) {
        this.random = new Random(seed);
    }

    Random random() {
        return random;
    }

    long now() {
        return now;
    }

    long datagrams() {
        return datagrams;
    }

    /** Bytes of the longest datagram that was sent. */
    int longest() {
        return longest;
    }

    /** Of all datagrams that part is lost from now on. */
    void lose(double part) {
        this.loss = part;
    }

    void place(InetSocketAddress address, Host host) {
        hosts.put(address, host);
    }

    void remove(InetSocketAddress address) {
        hosts.remove(address);
    }

    void after(long millis, Runnable task) {
        events.add(new Event(now + millis, number++, task));
    }

    private void send(byte[] datagram, InetSocketAddress from, InetSocketAddress to) {
        datagrams++;
        longest = Math.max(longest, datagram.length);
        if (random.nextDouble() >= loss) {
            after(LEAST_LATENCY + random.nextInt(LATENCIES), () -> {
                Host host = hosts.get(to);
                if (host != null) {
                    host.receive(datagram, from);
                }
            });
        }
    }

    Node.Means means(InetSocketAddress self) {
        Timer timer = new Timer() {
            @Override
            public long millis() {
                return now;
            }

            @Override
            public void after(long millis, Runnable task) {
                World.this.after(millis, task);
            }
        };
        return new Node.Means((datagram, to) -> send(datagram, self, to), timer, random, (from, known) -> true);
    }

    void run(long millis) {
        long end = now + millis;
        runUntil(() -> !events.isEmpty() && events.peek().at() > end);
        now = end;
    }

    private void runUntil(BooleanSupplier over) {
        while (!over.getAsBoolean() && !events.isEmpty()) {
            Event event = events.remove();
            now = event.at();
            event.task().run();
        }
    }

    /** Runs until it has ended, and returns what it has come to; throws what it has failed with. */
    <T> T await(CompletableFuture<T> future) {
        long end = now + FOREVER;
        runUntil(() -> future.isDone() || now > end);
        return future.join();
    }

    /** An address of the Internet that nobody has. */
    InetSocketAddress address(Family family) {
        byte[] bytes = new byte[family.bytes()];
        try {
            while (true) {
                random.nextBytes(bytes);
                bytes[0] = family == Family.IPV6 ? 0x2a : bytes[0];
                InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(bytes), 6881);
                if (Networks.isPublic(address.getAddress()) && !hosts.containsKey(address)) {
                    return address;
                }
            }
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    Member member(InetSocketAddress address) {
        return new Member(this, address, SecureId.make(address.getAddress(), random));
    }

    Member member(InetSocketAddress address, NodeId id) {
        return new Member(this, address, id);
    }

    /** So many nodes that know each other, each having begun with three that came before. */
    List<Member> members(int count, Family family) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Member member = member(address(family));
            member.enter(some(members));
            members.add(member);
            run(20);
        }
        run(30_000);
        return members;
    }

    private List<InetSocketAddress> some(List<Member> members) {
        return random.ints(3, 0, Math.max(1, members.size())).filter(i -> i < members.size()).mapToObj(i -> members.get(i).address()).toList();
    }

    Member any(List<Member> members) {
        return members.get(random.nextInt(members.size()));
    }
}
