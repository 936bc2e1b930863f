package almenara.dht;

import almenara.dht.Candidate.State;
import almenara.dht.krpc.Contact;
import almenara.dht.krpc.NodeId;
import almenara.dht.routing.RoutingTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The nodes that a search has heard of, nearest to its key first. Against nodes that lie: a node whose id does not go with its address (BEP 42) is asked, but
 * does not count as one of the nearest, and only so many of those are asked; an address is asked once, and few of a network count; whoever names nodes that do not
 * answer, or lies, is not believed; and there is an end to asking.
 */
final class Shortlist {

    /** Nodes that one search asks, and of these, those whose ids do not go with their addresses. */
    static final int MOST_ASKED = 192;
    static final int MOST_UNFIT_ASKED = 64;
    /** More than all that are asked can name, so that nobody can fill it. */
    private static final int MOST_KNOWN = 4096;
    /** Of the nodes that one names, the nearest ones, which a wide search follows. */
    private static final int LEADS = 3;
    /** Of one owner's network, and of one provider's, among the nearest. */
    private static final int MOST_NEAR = 1;
    private static final int MOST_FAR = 2;

    private final boolean wide;
    private final int size;
    private final Comparator<Contact> nearest;
    private final TreeMap<Contact, Candidate> candidates;
    private final Set<Object> places = new HashSet<>();
    /** The furthest of the nearest, if all of them are known. */
    private Optional<Contact> limit = Optional.empty();
    private int asked;
    private int unfitAsked;

    /** {@code wide}: it looks for sixteen nodes instead of eight, and asks on until the nearest that anybody has named are asked. */
    Shortlist(NodeId key, boolean wide) {
        this.wide = wide;
        this.size = wide ? 2 * RoutingTable.K : RoutingTable.K;
        this.nearest = Comparator.comparing(Contact::id, key.nearest());
        this.candidates = new TreeMap<>(nearest.thenComparing(contact -> contact.address().toString()));
    }

    /** Adds a node that is known from before. */
    void add(Contact contact) {
        candidates.computeIfAbsent(contact, Candidate::new);
    }

    /** Adds the nodes that one has named, nearest first. */
    void add(List<Contact> named, Candidate by) {
        for (int i = 0; i < named.size(); i++) {
            Contact contact = named.get(i);
            Candidate known = candidates.get(contact);
            if (known == null && candidates.size() < MOST_KNOWN) {
                known = new Candidate(contact);
                known.introducedBy(by);
                candidates.put(contact, known);
            } else if (known != null && !known.isSeed()) {
                known.introducedBy(by);
            }
            if (known != null && i < LEADS) {
                known.ledToBy(by);
            }
        }
    }

    /** Whoever has answered in place of the one that was asked. */
    Candidate identify(Candidate asked, Contact by) {
        if (asked.contact().equals(by)) {
            return asked;
        }
        asked.failed();
        return candidates.computeIfAbsent(by, Candidate::new);
    }

    /** Who is to be asked next: the nearest that may still be one of the nearest; then, for a wide search, the nearest that leads elsewhere; then who was silent. */
    Optional<Candidate> next() {
        if (asked >= MOST_ASKED) {
            return Optional.empty();
        }
        Optional<Candidate> near = askable().filter(each -> !isBeyond(each)).findFirst();
        Optional<Candidate> next = near.isPresent() || !wide ? near : askable().filter(each -> each.isLead(nearest)).findFirst();
        return next.or(() -> candidates.values().stream().filter(each -> each.state() == State.SILENT && each.isCredible() && !isBeyond(each)).findFirst());
    }

    private Stream<Candidate> askable() {
        return candidates.values().stream().filter(each -> each.state() == State.KNOWN && each.isCredible()
                && (each.complies() || unfitAsked < MOST_UNFIT_ASKED) && !places.contains(each.place()));
    }

    void ask(Candidate candidate) {
        candidate.asked();
        places.add(candidate.place());
        asked++;
        unfitAsked += candidate.complies() ? 0 : 1;
    }

    /** Looks at what has been answered since. */
    void refresh() {
        List<Candidate> best = best();
        limit = best.size() < size ? Optional.empty() : Optional.of(best.getLast().contact());
    }

    private boolean isBeyond(Candidate candidate) {
        return limit.isPresent() && nearest.compare(candidate.contact(), limit.get()) > 0;
    }

    /** True when nobody is left to be asked, or to be waited for. */
    boolean isDone() {
        return next().isEmpty() && candidates.values().stream().noneMatch(each -> each.isAsked() && (wide || !isBeyond(each)));
    }

    /** The nearest whose ids go with their addresses, not too many of them of one network. */
    private List<Candidate> best() {
        Map<ByteBuffer, Integer> networks = new HashMap<>();
        List<Candidate> best = new ArrayList<>();
        for (Candidate candidate : candidates.values()) {
            if (best.size() < size && candidate.state() == State.ANSWERED && candidate.complies() && isElsewhere(candidate, networks)) {
                best.add(candidate);
            }
        }
        return best;
    }

    private static boolean isElsewhere(Candidate candidate, Map<ByteBuffer, Integer> networks) {
        List<ByteBuffer> own = candidate.networks();
        if (own.isEmpty()) {
            return true;
        }
        boolean elsewhere = networks.getOrDefault(own.getFirst(), 0) < MOST_NEAR && networks.getOrDefault(own.getLast(), 0) < MOST_FAR;
        if (elsewhere) {
            own.forEach(network -> networks.merge(network, 1, Integer::sum));
        }
        return elsewhere;
    }

    /** Who has answered and counts: the nearest that are fit, and the eight nearest of the others. */
    List<Candidate> answered() {
        Collection<Candidate> best = new HashSet<>(best());
        List<Candidate> all = candidates.values().stream().filter(each -> each.state() == State.ANSWERED).toList();
        best.addAll(all.stream().filter(each -> !each.complies()).limit(RoutingTable.K).toList());
        return all.stream().filter(best::contains).toList();
    }
}
