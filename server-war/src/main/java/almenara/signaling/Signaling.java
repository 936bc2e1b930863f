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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Takes every command of every client, whatever its transport: the one place where a refusal becomes an answer. */
public final class Signaling implements Departures {

    private static final System.Logger LOG = System.getLogger(Signaling.class.getName());

    private final Rooms rooms;
    private final Exchange exchange;
    private final Opening opening;
    private final Toll toll;
    private final Admission admission;
    private final Tally tally;
    private final Rules rules;

    /**
     * What an operator may set: rooms a connection may join, whether posts without a session are heard, how many payments in a row that were faults, or were
     * not looked at, end a connection; and what follows from the client: whether one that has lost its connection may come back to its seat.
     */
    public record Rules(int roomsPerConnection, boolean anonymousPosts, int wrongPayments, boolean comesBack) {
    }

    /** Whom the door leads to: the rooms, and the offers with them; what is asked of who comes: work, and proofs; and who hears first where somebody comes in. */
    public record Core(Rooms rooms, Exchange exchange, Opening opening, Toll toll, Proofs proofs, Consumer<String> coming) {

        /** The same, for whoever pays nothing, and comes from nowhere else. */
        public Core free() {
            return new Core(rooms, exchange, opening, Toll.FREE, proofs, room -> { });
        }
    }

    public Signaling(Core core, Rules rules, Tally tally) {
        this.rooms = core.rooms();
        this.exchange = core.exchange();
        this.opening = core.opening();
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
        return command instanceof Command.Entering || command instanceof Command.Ping || command instanceof Command.Post;
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
        return switch (request.command()) {
            case Command.Entering entering -> {
                tally.count(entering instanceof Command.Resume ? What.RESUME : What.JOIN);
                yield enter(session, room, request, arrival -> admission.enter(session.visit(room), entering, arrival));
            }
            case Command.Post post -> Optional.of(exchange.anonymous(room, "", post));
            case Command.Leave leave -> Optional.of(leave(session, room, leave));
            case Command.Ping ping -> Optional.of(new Event.Done());
            default -> Optional.of(exchange.perform(room, session.peer(room), request.command()));
        };
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

    /** The room itself tells of the place that was taken. */
    private Optional<Event> enter(Session session, String room, Request request, Function<Arrival, Seat> way) {
        checkServing();
        Arrival arrival = new Arrival(session.outbox(room, request.ref()), session.prefix());
        session.enter(room, name -> way.apply(arrival), () -> drop(session, room, session.peer(room)));
        return Optional.empty();
    }

    /** Carries out a command that came without a connection of its own: of the session that the token proves, or an anonymous post. */
    public Event act(Session.Origin origin, Batch batch) {
        String room = origin.room();
        Request request = batch.requests().getFirst();
        opening.checkConnected();
        if (request.command() instanceof Command.Entering) {
            throw new Refusal(Code.BAD_MESSAGE, "join and resume need a connection: a WebSocket or a stream of events");
        }
        if (!request.token().isEmpty()) {
            String peer = rooms.verify(room, request.token());
            toll.charge(new Payer(origin.address()), room, peer, batch);
            return exchange.perform(room, peer, request.command());
        }
        if (request.command() instanceof Command.Signal signal && signal.to().isEmpty() && rules.anonymousPosts() && !Names.isSealed(room)) {
            toll.charge(new Payer(origin.address()), room, "", batch);
            return exchange.anonymous(room, signal.id(), new Command.Post(signal.data()));
        }
        throw new Refusal(Code.BAD_TOKEN, "this command needs the token of a session");
    }

    /** The connection has ended: its peers have their grace, or leave if they can't come back; their offers go at once. */
    public void end(Session session) {
        session.end().forEach((room, seat) -> drop(session, room, seat.peer()));
    }

    private void drop(Session session, String room, String peer) {
        try {
            String connection = session.channel().name();
            if (rules.comesBack() ? rooms.drop(room, peer, connection) : rooms.depart(room, peer, connection)) {
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

    public boolean isServing() {
        return opening.isOpen();
    }

    /** True when somebody hears what is said in the room from now on. */
    public boolean isHeard(String room) {
        return rooms.isHeard(room);
    }

    /** Runs the step, which must return at once, whenever somebody may have come into the room; until what is returned is run. */
    public Runnable watch(String room, Runnable step) {
        return rooms.watch(room, step);
    }

    /** The room into which the next one goes who comes to that lobby. */
    public String gathering(String lobby) {
        return rooms.gathering(lobby);
    }

    /** Those who are connected to the room, each with what it is called. */
    public Map<String, String> names(String room) {
        return rooms.names(room);
    }

    /** How many offers the room has. */
    public int offers(String room) {
        return exchange.count(room);
    }

    /** Refuses whoever wants to come in while this node lets nobody in. */
    public void checkServing() {
        opening.check();
    }
}
