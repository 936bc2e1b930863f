package almenara.faults;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Rooms full of clients, spread over the nodes, who all publish in turn, trade in offers, and of whom the last of each room is a passer, who leaves now and then and
 * makes room for another. Whatever happens to the nodes, the history ought to have no findings.
 */
final class Crowd implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /**
     * How long entries may take after everything was acknowledged. Longer than it takes until a connection that nobody answers at is given up (25 s and 10 s for a WebSocket, two heartbeats of 15 s
     * for a stream) and the member's seat then (15 s).
     */
    static final Duration SETTLING = Duration.ofSeconds(60);
    private static final int ROOM_BYTES = 32;
    /** As many join at once. */
    private static final int ENTRANCE = 100;
    /** In one of so many rounds of the rooms two members publish at once. */
    private static final int RACE_ROUNDS = 4;
    private static final long TICK_MILLIS = 100;
    private static final long TRADE_MILLIS = 200;
    private static final long PASS_MILLIS = 500;

    private final Size size;
    private final List<InetSocketAddress> nodes;
    private final Function<Boolean, Line.Transport> transports;
    private final List<String> rooms = new ArrayList<>();
    private final History history = new History();
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    /** Also those who have left. */
    private final Queue<Client> everybody = new ConcurrentLinkedQueue<>();
    private final Random random = new Random(1);
    private final AtomicInteger numbers = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2, Thread.ofPlatform().daemon().name("crowd-", 0).factory());
    private final List<ScheduledFuture<?>> doings = new ArrayList<>();
    private int turn;

    private Crowd(Size size, List<InetSocketAddress> nodes, Function<Boolean, Line.Transport> transports) {
        this.size = size;
        this.nodes = nodes;
        this.transports = transports;
    }

    static Crowd gather(Size size, List<InetSocketAddress> nodes) {
        return gather(size, nodes, stream -> stream ? EventStreamLine::open : WebSocketLine::open);
    }

    /** Everybody joins; transports are those of streams ({@code true}) and of all others. */
    static Crowd gather(Size size, List<InetSocketAddress> nodes, Function<Boolean, Line.Transport> transports) {
        Crowd crowd = new Crowd(size, nodes, transports);
        try {
            crowd.join();
            return crowd;
        } catch (AssertionError e) {
            crowd.close();
            throw e;
        }
    }

    private void join() {
        SecureRandom secure = new SecureRandom();
        for (int room = 0; room * size.room() < size.clients(); room++) {
            byte[] id = new byte[ROOM_BYTES];
            secure.nextBytes(id);
            rooms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(id));
        }
        clock.scheduleAtFixedRate(() -> clients.forEach(client -> client.tick(System.nanoTime())), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        for (int place = 0; place < size.clients(); place++) {
            int started = place;
            clients.add(client(place / size.room()).start());
            if (place % ENTRANCE == ENTRANCE - 1) {
                Await.until(started + " clients have joined", PATIENCE, this::allSettled);
            }
        }
        Await.until("all clients have joined", PATIENCE, this::allSettled);
    }

    /** Members of a room are at the nodes in turn, and so are those over server-sent events. */
    private Client client(int room) {
        int number = numbers.getAndIncrement();
        boolean stream = (long) number * size.streams() / size.clients() != (long) (number + 1) * size.streams() / size.clients();
        Itinerary itinerary = new Itinerary(nodes, number, new Random(number));
        Client client = new Client(new Client.Config(number, room, rooms.get(room), transports.apply(stream), itinerary, history));
        everybody.add(client);
        return client;
    }

    /** From now on all publish in turn, at the rate of the size. */
    void begin() {
        doings.add(clock.scheduleAtFixedRate(this::publish, 0, TimeUnit.SECONDS.toNanos(RACE_ROUNDS + 1) / RACE_ROUNDS / size.rate(), TimeUnit.NANOSECONDS));
        doings.add(clock.scheduleAtFixedRate(() -> Barter.offer(any()), TRADE_MILLIS, TRADE_MILLIS, TimeUnit.MILLISECONDS));
        doings.add(clock.scheduleAtFixedRate(this::pass, PASS_MILLIS, PASS_MILLIS, TimeUnit.MILLISECONDS));
    }

    /**
     * One room after the other, so that none is silent for longer than a round of them takes; each round it is the turn of the next members, and every few rounds
     * of two at once, who are at different nodes and race for the log.
     */
    private void publish() {
        int room = turn % rooms.size();
        int round = turn / rooms.size();
        turn++;
        publish(room, round + round / RACE_ROUNDS);
        if (round % RACE_ROUNDS == RACE_ROUNDS - 1) {
            publish(room, round + round / RACE_ROUNDS + 1);
        }
    }

    private void publish(int room, int number) {
        int first = room * size.room();
        Client client = clients.get(first + (room + number) % Math.min(size.room(), clients.size() - first));
        // Not by this thread: whoever cannot send must not keep the others waiting.
        Thread.startVirtualThread(client::publish);
    }

    private Client any() {
        return clients.get(random.nextInt(clients.size()));
    }

    private void pass() {
        int room = random.nextInt(clients.size() / size.room());
        int place = room * size.room() + size.room() - 1;
        Client passer = clients.get(place);
        passer.leave().thenRun(() -> replace(place, passer));
    }

    /** Once, also when it was the turn of the same one again before it had left: nobody would look after a second one. */
    private synchronized void replace(int place, Client passer) {
        if (clients.get(place) == passer) {
            clients.set(place, client(place / size.room()).start());
        }
    }

    /** Those who stay, and of whom that is so. */
    List<Integer> residents(Predicate<Client> which) {
        List<Integer> numbers = new ArrayList<>();
        for (int place = 0; place < clients.size(); place++) {
            if (place % size.room() < size.room() - 1 && which.test(clients.get(place))) {
                numbers.add(clients.get(place).config().number());
            }
        }
        return numbers;
    }

    /** Waits until each of these has been joined, with nothing said that was not acknowledged: not all at one moment, for they go on talking. */
    void awaitSettled(String what, Collection<Integer> numbers) {
        Set<Integer> awaited = new HashSet<>(numbers);
        List<Client> those = new ArrayList<>(clients.stream().filter(client -> awaited.contains(client.config().number())).toList());
        Await.until(what, PATIENCE, () -> {
            those.removeIf(Client::isSettled);
            return those.isEmpty();
        });
    }

    private boolean allSettled() {
        return clients.stream().allMatch(Client::isSettled);
    }

    /** Everybody falls silent; what is wrong when everything has had the time to arrive. */
    List<Finding> findings() {
        return findings(SETTLING, Finding::atRest);
    }

    /** The same by another check of each room, with so much time for what is still to come. */
    List<Finding> findings(Duration settling, Function<List<Event>, List<Finding>> check) {
        doings.forEach(doing -> doing.cancel(false));
        Await.until("everybody is there and everything is acknowledged", PATIENCE, this::allSettled);
        // Of one look: they still answer each other's offers, and what was said between two looks has not arrived at the second.
        List<Finding> findings = new ArrayList<>();
        Await.within(settling, () -> {
            findings.clear();
            findings.addAll(history.findings(check));
            return findings.isEmpty();
        });
        clients.stream().flatMap(client -> client.errors().stream()).forEach(error -> findings.add(new Finding(Finding.Kind.NOT_DELIVERED, error)));
        return findings;
    }

    /** All who have ever been there and were at no other node. */
    Set<Integer> whoStayedAt(int node) {
        return everybody.stream().filter(client -> client.config().itinerary().hasStayedAt(node)).map(client -> client.config().number()).collect(Collectors.toSet());
    }

    /** All connections break at once. */
    void lose() {
        clients.forEach(Client::lose);
    }

    Figures since(long moment) {
        return new Figures(history, moment);
    }

    History history() {
        return history;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        clients.forEach(Client::cut);
    }
}
