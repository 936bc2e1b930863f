package almenara.signaling;

import almenara.messages.Batch;
import almenara.messages.Command;
import almenara.messages.Event;
import almenara.messages.Names;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.messages.Reply;
import almenara.messages.Request;
import almenara.messages.Seat;
import almenara.rooms.Arrival;
import almenara.rooms.Departures;
import almenara.rooms.Rooms;
import almenara.signaling.Tally.What;
import almenara.tables.ClusterView;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes every command of every client, whatever its transport: the one place where a refusal becomes an answer. */
public final class Signaling implements Departures {

    private static final System.Logger LOG = System.getLogger(Signaling.class.getName());
    private static final long ELSEWHERE_MILLIS = 1000;

    private final Rooms rooms;
    private final Exchange exchange;
    private final ClusterView cluster;
    private final Toll toll;
    private final Admission admission;
    private final Tally tally;
    private final Rules rules;
    private volatile boolean draining;

    /**
     * What an operator may set: rooms a connection may join, whether posts without a session are heard, and how many payments in a row that were faults, or were
     * not looked at, end a connection.
     */
    public record Rules(int roomsPerConnection, boolean anonymousPosts, int wrongPayments) {
    }

    /** Whom the door leads to: the rooms, and the offers with them; what is asked of who comes: work, and proofs; and who hears first where somebody comes in. */
    public record Core(Rooms rooms, Exchange exchange, ClusterView cluster, Toll toll, Proofs proofs, Consumer<String> coming) {
    }

    public Signaling(Core core, Rules rules, Tally tally) {
        this.rooms = core.rooms();
        this.exchange = core.exchange();
        this.cluster = core.cluster();
        this.toll = core.toll();
        this.admission = new Admission(rooms, core.proofs(), exchange::withdrawAll, core.coming());
        this.rules = rules;
        this.tally = tally;
    }

    /** A connection has been made. Refused when this node can't serve now. */
    public Session open(Channel channel, Session.Origin origin) {
        checkServing();
        return new Session(channel, origin, rules.roomsPerConnection());
    }

    /** Carries out the commands, each after the other, and answers each; none when they are not paid for. False when a payment or a proof was none of an honest client. */
    public boolean handle(Session session, Batch batch) {
        Optional<Refusal> unpaid = charge(session, batch);
        boolean honest = unpaid.filter(Refusal::isFault).isEmpty();
        for (Request request : batch.requests()) {
            if (unpaid.isPresent()) {
                tally.count(What.REFUSAL);
                session.channel().send(new Reply(session.label(room(session, request)), request.ref(), new Event.Refused(unpaid.get())));
            } else {
                honest &= handle(session, request);
            }
        }
        if (unpaid.isPresent() && unpaid.get().code() == Code.UNAVAILABLE) {
            session.channel().close(Channel.Closing.CANNOT_SERVE);
        }
        unpaid.flatMap(Refusal::price).ifPresent(session::owes);
        if (session.payer().wrong() >= rules.wrongPayments()) {
            session.channel().close(Channel.Closing.WRONG_PAYMENTS);
        }
        return honest;
    }

    private Optional<Refusal> charge(Session session, Batch batch) {
        try {
            List<String> named = batch.requests().stream().map(request -> room(session, request)).distinct().toList();
            if (named.size() > 1) {
                throw new Refusal(Code.BAD_MESSAGE, "a payment is for one room");
            }
            batch.requests().forEach(request -> admission.examine(session.visit(named.getFirst()), request.command()));
            boolean comesIn = batch.requests().stream().map(Request::command).allMatch(Signaling::needsNoSeat);
            toll.charge(session.payer(), named.getFirst(), comesIn ? session.seat(named.getFirst()) : session.peer(named.getFirst()), batch);
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal);
        }
    }

    private static boolean needsNoSeat(Command command) {
        return command instanceof Command.Join || command instanceof Command.Resume || command instanceof Command.Ping;
    }

    /** What a post costs now, where it costs anything. */
    public Optional<Event.Price> price() {
        return toll.price();
    }

    /** What whoever joins a sealed room by this connection has to sign. It is good for all rooms, and for as long as a challenge lives. */
    public Event.Challenge challenge(Session session) {
        return new Event.Challenge(admission.challenge(session.host()));
    }

    /** Refuses a first command for the proof that it lacks, before there is a connection. */
    public void examine(Session.Origin origin, Command command) {
        admission.examine(new Proofs.Visit(origin.room(), origin.host(), new Payer(origin.address())), command);
    }

    private static String room(Session session, Request request) {
        return request.room().isEmpty() ? session.home() : request.room();
    }

    private boolean handle(Session session, Request request) {
        String room = room(session, request);
        try {
            perform(session, room, request).ifPresent(event -> session.channel().send(new Reply(session.label(room), request.ref(), event)));
            return true;
        } catch (Refusal refusal) {
            tally.count(What.REFUSAL);
            session.channel().send(new Reply(session.label(room), request.ref(), new Event.Refused(refusal)));
            if (refusal.code() == Code.UNAVAILABLE) {
                session.channel().close(Channel.Closing.CANNOT_SERVE);
            }
            return !refusal.isFault();
        }
    }

    private Optional<Event> perform(Session session, String room, Request request) {
        switch (request.command()) {
            case Command.Join join -> {
                tally.count(What.JOIN);
                return enter(session, room, request, arrival -> admission.join(session.visit(room), join, arrival));
            }
            case Command.Resume resume -> {
                tally.count(What.RESUME);
                return enter(session, room, request, arrival -> admission.resume(session.visit(room), resume, arrival));
            }
            case Command.Leave leave -> {
                return Optional.of(leave(session, room, leave));
            }
            case Command.Ping ping -> {
                return Optional.of(new Event.Done());
            }
            default -> {
                return Optional.of(exchange.perform(room, session.peer(room), request.command()));
            }
        }
    }

    /** The seat is given up first, so that the end of the room's way to this connection does not close it; if that fails, it is a departure. */
    private Event leave(Session session, String room, Command.Leave leave) {
        String peer = session.peer(room);
        session.forget(room, peer);
        try {
            return exchange.perform(room, peer, leave);
        } catch (Refusal refusal) {
            drop(session, room, peer);
            throw refusal;
        }
    }

    private interface WayIn {
        Seat take(Arrival arrival);
    }

    /** The room itself tells of the place that was taken. */
    private Optional<Event> enter(Session session, String room, Request request, WayIn way) {
        checkServing();
        Arrival arrival = new Arrival(session.outbox(room, request.ref()), session.prefix());
        session.enter(room, name -> way.take(arrival), () -> drop(session, room, session.peer(room)));
        return Optional.empty();
    }

    /** Carries out a command that came without a connection of its own: of the session that the token proves, or an anonymous post. */
    public Event act(Session.Origin origin, Batch batch) {
        String room = origin.room();
        Request request = batch.requests().getFirst();
        if (!cluster.serving()) {
            throw new Refusal(Code.UNAVAILABLE, "this node is cut off from its cluster; go to another", ELSEWHERE_MILLIS);
        }
        if (request.command() instanceof Command.Join || request.command() instanceof Command.Resume) {
            throw new Refusal(Code.BAD_MESSAGE, "join and resume need a connection: a WebSocket or a stream of events");
        }
        if (!request.token().isEmpty()) {
            String peer = rooms.verify(room, request.token());
            toll.charge(new Payer(origin.address()), room, peer, batch);
            return exchange.perform(room, peer, request.command());
        }
        if (request.command() instanceof Command.Signal signal && signal.to().isEmpty() && rules.anonymousPosts() && !Names.isSealed(room)) {
            toll.charge(new Payer(origin.address()), room, "", batch);
            tally.count(What.SIGNAL);
            return exchange.anonymous(room, signal);
        }
        throw new Refusal(Code.BAD_TOKEN, "this command needs the token of a session");
    }

    /** The connection has ended: its peers have their grace, their offers go at once. */
    public void end(Session session) {
        session.end().forEach((room, seat) -> drop(session, room, seat.peer()));
    }

    private void drop(Session session, String room, String peer) {
        try {
            if (rooms.drop(room, peer, session.channel().name())) {
                departed(room, peer);
            }
        } catch (Refusal refusal) {
            LOG.log(System.Logger.Level.DEBUG, "a departure has to wait for the caretaker: {0}", refusal.getMessage());
        }
    }

    @Override
    public void departed(String room, String peer) {
        exchange.withdrawAll(room, peer);
    }

    /** From now on nobody is let in. */
    public void drain() {
        draining = true;
    }

    public boolean isServing() {
        return !draining && cluster.serving();
    }

    /** How many offers the room has. */
    public int offers(String room) {
        return exchange.count(room);
    }

    /** Refuses whoever wants to come in while this node lets nobody in. */
    public void checkServing() {
        if (draining) {
            throw new Refusal(Code.DRAINING, "this node is being shut down; go to another", ELSEWHERE_MILLIS);
        }
        if (!cluster.serving()) {
            throw new Refusal(Code.UNAVAILABLE, "this node is cut off from its cluster; go to another", ELSEWHERE_MILLIS);
        }
    }
}
