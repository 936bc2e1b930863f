package almenara.dht.routing;

import almenara.dht.krpc.Contact;
import almenara.dht.krpc.Networks;
import almenara.dht.krpc.NodeId;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The nodes at one distance: eight at most, of which two of one owner's network, and one that waits for a place. */
final class Bucket {

    static final int K = 8;
    static final int MOST_NEIGHBOURS = 2;

    private final List<Entry> entries = new ArrayList<>();
    private Optional<Contact> candidate = Optional.empty();
    private long changed;

    List<Entry> entries() {
        return entries;
    }

    long changed() {
        return changed;
    }

    /** It is being looked at: it may well be empty, and is not to be looked at again at once. */
    void look(long now) {
        changed = now;
    }

    Optional<Entry> find(NodeId id) {
        return entries.stream().filter(entry -> entry.contact().id().equals(id)).findFirst();
    }

    boolean hasRoom() {
        return entries.size() < K || entries.stream().anyMatch(Entry::isBad);
    }

    private boolean isCrowded(InetAddress address) {
        return !Networks.isPrivate(address) && entries.stream().filter(entry -> !entry.isBad())
                .filter(entry -> Networks.near(entry.contact().address().getAddress()).equals(Networks.near(address))).count() >= MOST_NEIGHBOURS;
    }

    /**
     * Takes in a node that has answered: in a free place, in that of a bad one, or in that of one whose id does not go with its address when the new one's does
     * (BEP 42). Else it waits, and the node is returned that has to prove that it still answers.
     */
    Optional<Contact> add(Contact contact, long now) {
        if (isCrowded(contact.address().getAddress())) {
            return Optional.empty();
        }
        Optional<Entry> outgoing = entries.size() < K ? Optional.empty() : leaving(contact);
        if (entries.size() < K || outgoing.isPresent()) {
            outgoing.ifPresent(entries::remove);
            entries.add(new Entry(contact, now));
            changed = now;
            return Optional.empty();
        }
        Optional<Contact> doubtful = entries.stream().filter(entry -> entry.isQuestionable(now)).min(Comparator.comparingLong(Entry::heard)).map(Entry::contact);
        if (doubtful.isPresent()) {
            candidate = Optional.of(contact);
        }
        return doubtful;
    }

    private Optional<Entry> leaving(Contact contact) {
        Optional<Entry> bad = entries.stream().filter(Entry::isBad).findFirst();
        return bad.isPresent() || !contact.complies() ? bad : entries.stream().filter(entry -> !entry.complies()).max(Comparator.comparingLong(Entry::heard));
    }

    void touch(Entry entry, long now) {
        entry.answered(now);
        changed = now;
    }

    /** Who waits for a place, now that one has become bad; it waits no longer. */
    Optional<Contact> promoted() {
        Optional<Contact> next = hasRoom() ? candidate : Optional.empty();
        if (next.isPresent()) {
            candidate = Optional.empty();
        }
        return next;
    }
}
