package almenara.dht;

import almenara.bencode.Dictionary;
import almenara.bencode.Malformed;
import almenara.dht.krpc.Compact;
import almenara.dht.krpc.Contact;
import almenara.dht.krpc.NodeId;
import almenara.dht.routing.RoutingTable;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A search for the nodes nearest to a key: it asks the nearest ones that it knows for nearer ones, four at a time, until the eight nearest have answered.
 * {@link Shortlist} says what it does against nodes that lie.
 */
final class Lookup {

    private static final int AT_ONCE = 4;
    /** Milliseconds after which a question does not hold up the next one. */
    private static final long SLOW = 600;
    /** The nearest nodes of an answer that are looked at. */
    private static final int MOST_NAMED = 16;

    private final Node node;
    private final Question question;
    private final Shortlist shortlist;
    private final Consumer<List<Candidate>> end;
    private int quick;
    private boolean over;

    /** What is asked. */
    interface Question {

        NodeId key();

        String method();

        Dictionary arguments();

        /** Takes the values of an answer; false when they are a lie. Throws {@link Malformed}, which counts as one. */
        boolean take(Dictionary values);

        /** True when it matters that liars can't hide what is looked for. */
        boolean isWide();

        /** True when nothing more has to be asked. */
        boolean isAnswered();
    }

    /** {@code end} hears of those who have answered: the nearest first. */
    Lookup(Node node, Question question, Consumer<List<Candidate>> end) {
        this.node = node;
        this.question = question;
        this.shortlist = new Shortlist(question.key(), question.isWide());
        this.end = end;
    }

    void start() {
        node.table().closest(question.key(), 2 * RoutingTable.K).forEach(shortlist::add);
        node.means().timer().after(0, this::step);
    }

    private void step() {
        shortlist.refresh();
        while (!over && quick < AT_ONCE) {
            Optional<Candidate> next = shortlist.next();
            if (next.isEmpty()) {
                break;
            }
            ask(next.get());
        }
        if (!over && shortlist.isDone()) {
            finish();
        }
    }

    private void finish() {
        over = true;
        end.accept(shortlist.answered());
    }

    private void ask(Candidate candidate) {
        shortlist.ask(candidate);
        quick++;
        node.means().timer().after(SLOW, () -> {
            release(candidate);
            step();
        });
        node.ask(candidate.contact(), question.method(), question.arguments(), outcome -> {
            release(candidate);
            if (!over) {
                take(candidate, outcome);
                step();
            }
        });
    }

    private void release(Candidate candidate) {
        if (candidate.release()) {
            quick--;
        }
    }

    private void take(Candidate asked, Outcome outcome) {
        if (!(outcome instanceof Outcome.Answered answered)) {
            asked.silent();
            return;
        }
        Candidate candidate = shortlist.identify(asked, answered.by());
        try {
            if (!question.take(answered.values())) {
                candidate.lied();
                return;
            }
            candidate.answered(answered.values());
            shortlist.add(named(answered.values()), candidate);
        } catch (Malformed e) {
            candidate.lied();
        }
        if (question.isAnswered()) {
            finish();
        }
    }

    private List<Contact> named(Dictionary values) {
        List<Contact> contacts = values.bytes(node.family().nodes()).map(bytes -> Compact.read(bytes, node.family())).orElse(List.of());
        return contacts.stream().filter(contact -> !contact.id().equals(node.id()) && node.rules().reach().admits(contact.address()))
                .sorted(Comparator.comparing(Contact::id, question.key().nearest())).limit(MOST_NAMED).toList();
    }
}
