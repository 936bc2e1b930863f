package almenara.dht;

import almenara.dht.krpc.Contact;
import almenara.dht.krpc.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Liars that know each other. For a key they name the same accomplices, so these are found once while nobody joins. */
final class Gang {

    private final List<Contact> contacts = new ArrayList<>();
    private final Map<NodeId, List<Contact>> named = new HashMap<>();

    void add(Contact contact) {
        contacts.add(contact);
        named.clear();
    }

    int size() {
        return contacts.size();
    }

    Contact get(int number) {
        return contacts.get(number);
    }

    List<Contact> nearest(NodeId key, int most) {
        return named.computeIfAbsent(key, missing -> contacts.stream().sorted(Comparator.comparing(Contact::id, key.nearest())).limit(most).toList());
    }
}
