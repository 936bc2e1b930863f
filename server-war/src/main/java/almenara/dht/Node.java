package almenara.dht;

import almenara.bencode.Dictionary;
import almenara.bencode.Malformed;
import almenara.dht.krpc.Contact;
import almenara.dht.krpc.Family;
import almenara.dht.krpc.Fault;
import almenara.dht.krpc.Message;
import almenara.dht.krpc.Networks;
import almenara.dht.krpc.NodeId;
import almenara.dht.krpc.Reach;
import almenara.dht.krpc.SecureId;
import almenara.dht.routing.AddressVote;
import almenara.dht.routing.RoutingTable;
import almenara.dht.store.Item;
import almenara.dht.store.ItemStore;
import almenara.dht.store.PeerStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A node of one of the two DHTs. It answers, asks, and knows other nodes; {@link Client} searches by it, {@link Upkeep} keeps it in the network. All of it happens on
 * one thread, which the caller sees to: the same datagrams, times and chance make the same node.
 */
public final class Node {

    /** Nodes that have asked something and are being asked back, at a time. */
    private static final int MOST_GREETED = 32;

    private final Rules rules;
    private final Means means;
    private final Stores stores;
    private final Questions questions;
    private final Answers answers;
    private final AddressVote vote = new AddressVote();
    private RoutingTable table;
    private Optional<Node> sibling = Optional.empty();
    private Runnable moved = () -> { };
    private int greeted;
    private long asked;
    private long passedOver;

    /** Where it may send to, the address of its socket, whether it only asks (BEP 43), and how much it keeps for others. */
    public record Rules(Reach reach, InetAddress bound, boolean readOnly, ItemStore.Bounds items, PeerStore.Bounds peers) {
    }

    /** Network, time, chance (unpredictable), and who may have another answer. */
    public record Means(Datagrams datagrams, Timer timer, RandomGenerator random, Admission admission) {
    }

    /** What it keeps for others. */
    record Stores(ItemStore items, PeerStore peers) {
    }

    public Node(Rules rules, Means means, NodeId id) {
        this.rules = rules;
        this.means = means;
        this.table = new RoutingTable(id);
        this.stores = new Stores(new ItemStore(rules.items(), id), new PeerStore(rules.peers(), id));
        this.questions = new Questions(means, rules.readOnly());
        this.answers = new Answers(rules.reach().family(), stores, means, this::named);
    }

    /** The node of the other DHT, whose nodes this one may be asked for (BEP 32). */
    public void pair(Node other) {
        this.sibling = Optional.of(other);
    }

    /**
     * From now on a {@code get} of that key is answered with that item, whose own key is another: that of its author. So peers that have announced themselves under a
     * key tell who they are ({@link Client#introductions}); other nodes have no reason to ask for it.
     */
    public void introduce(NodeId key, Item.Mutable own) {
        answers.introduce(key, own);
    }

    /** What happens when it has taken another id. */
    void onMove(Runnable task) {
        this.moved = task;
    }

    public NodeId id() {
        return table.self();
    }

    public Family family() {
        return rules.reach().family();
    }

    public RoutingTable table() {
        return table;
    }

    Stores stores() {
        return stores;
    }

    Means means() {
        return means;
    }

    Rules rules() {
        return rules;
    }

    /** Questions without an answer yet. */
    public int open() {
        return questions.open();
    }

    /** What was asked so far. */
    Figures.Traffic traffic() {
        return new Figures.Traffic(asked, questions.sent(), passedOver);
    }

    /** The address at which most others see it, if any has said so. */
    Optional<InetAddress> seenAt() {
        return vote.leader();
    }

    private List<Contact> named(Family family, NodeId key, int most) {
        if (family == family()) {
            return table.named(key, most);
        }
        return sibling.map(other -> other.table.named(key, most)).orElse(List.of());
    }

    /** Takes a datagram. What is no message, or comes from where nothing may be sent to, is passed over. */
    public void receive(byte[] datagram, InetSocketAddress from) {
        if (!rules.reach().admits(from)) {
            return;
        }
        try {
            switch (Message.parse(datagram)) {
                case Message.Query query -> answer(query, from);
                case Message.Answer answer -> settle(answer, from);
                case Message.Failure failure -> questions.settle(failure, from);
            }
        } catch (Malformed e) {
            // Whoever sends this has nothing to hear from us.
        }
    }

    private void answer(Message.Query query, InetSocketAddress from) {
        asked++;
        if (rules.readOnly()) {
            return;
        }
        if (!means.admission().admits(from, () -> table.holds(from))) {
            passedOver++;
            return;
        }
        Optional<InetSocketAddress> seen = Optional.of(from);
        Message reply;
        try {
            Contact sender = new Contact(query.sender(), from);
            reply = new Message.Answer(query.transaction(), answers.answer(query, from).with("id", id().bytes()), seen);
            if (!query.readOnly()) {
                greet(sender);
            }
        } catch (Fault fault) {
            reply = new Message.Failure(query.transaction(), fault, seen);
        } catch (Malformed e) {
            reply = new Message.Failure(query.transaction(), new Fault(Fault.PROTOCOL, e.getMessage()), seen);
        }
        means.datagrams().send(reply.encode(), from);
    }

    /** An unknown node becomes a known one by answering. */
    private void greet(Contact sender) {
        if (table.asked(sender, means.timer().millis()) && greeted < MOST_GREETED) {
            greeted++;
            ask(sender, "ping", Dictionary.of(), outcome -> greeted--);
        }
    }

    private void settle(Message.Answer answer, InetSocketAddress from) {
        if (questions.settle(answer, from)) {
            answer.seen().ifPresent(seen -> vote(from.getAddress(), seen.getAddress()));
        }
    }

    private void vote(InetAddress voter, InetAddress seen) {
        if (Family.of(seen) == family()) {
            vote.cast(voter, seen, means.timer().millis()).filter(address -> !isAtHome() && Networks.isPublic(address) && !SecureId.complies(id(), address))
                    .ifPresent(this::move);
        }
    }

    /** True when its own socket says what its address is, and the id goes with it: nobody else has to be heard. */
    private boolean isAtHome() {
        return Networks.isPublic(rules.bound()) && SecureId.complies(id(), rules.bound());
    }

    /** Takes an id that goes with its address (BEP 42); it knows the same nodes as before. */
    private void move(InetAddress address) {
        RoutingTable old = table;
        table = new RoutingTable(SecureId.make(address, means.random()));
        old.contacts().stream().limit(old.size()).forEach(contact -> table.answered(contact, means.timer().millis()));
        stores.items().centre(id());
        stores.peers().centre(id());
        vote.follow(means.timer().millis());
        moved.run();
    }

    /** Asks a node; whether it answers is noted. Somebody else at its address counts as silence, and so does an error for a ping, which has nothing to refuse. */
    void ask(Contact contact, String method, Dictionary arguments, Consumer<Outcome> then) {
        ask(contact.address(), method, arguments, outcome -> {
            boolean absent = switch (outcome) {
                case Outcome.Answered answered -> !answered.by().equals(contact);
                case Outcome.Refused refused -> "ping".equals(method);
                case Outcome.Silent silent -> true;
                case Outcome.Unasked unasked -> false;
            };
            if (absent) {
                table.silent(contact).ifPresent(this::ping);
            }
            then.accept(outcome);
        });
    }

    /** Asks whoever is at that address. */
    void ask(InetSocketAddress address, String method, Dictionary arguments, Consumer<Outcome> then) {
        if (!rules.reach().admits(address)) {
            means.timer().after(0, () -> then.accept(new Outcome.Silent()));
            return;
        }
        questions.ask(address, method, arguments.with("id", id().bytes()), outcome -> {
            if (outcome instanceof Outcome.Answered answered) {
                table.answered(answered.by(), means.timer().millis()).ifPresent(this::ping);
            }
            then.accept(outcome);
        });
    }

    /** Asks a node whether it is there. */
    void ping(Contact contact) {
        ask(contact, "ping", Dictionary.of(), outcome -> { });
    }
}
