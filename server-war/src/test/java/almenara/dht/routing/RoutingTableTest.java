package almenara.dht.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.dht.krpc.Contact;
import almenara.dht.krpc.NodeId;
import almenara.dht.krpc.SecureId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RoutingTableTest {

    private static final long MINUTE = 60_000;
    private final Random random = new Random(8);
    private final NodeId self = NodeId.random(random);
    private final RoutingTable table = new RoutingTable(self);
    private int hosts;

    /** A node with that many bits in common with ours, in a private network, where only the number of nodes is limited. */
    private Contact lan(int bits) {
        hosts++;
        return new Contact(self.sibling(bits, random), new InetSocketAddress("10.0." + hosts / 250 + "." + hosts % 250, 6881));
    }

    private Contact at(int bits, String address) {
        return new Contact(self.sibling(bits, random), new InetSocketAddress(address, 6881));
    }

    private List<Contact> fill(int bits, long now) {
        List<Contact> contacts = new ArrayList<>();
        for (int i = 0; i < RoutingTable.K; i++) {
            contacts.add(lan(bits));
            assertEquals(Optional.empty(), table.answered(contacts.getLast(), now));
        }
        return contacts;
    }

    @Test
    void aRegionHasEightNodesAndHealthyOnesStay() {
        List<Contact> old = fill(0, 0);
        assertEquals(Optional.empty(), table.answered(lan(0), MINUTE));
        assertEquals(Set.copyOf(old), Set.copyOf(table.contacts()));
        table.answered(lan(1), MINUTE);
        assertEquals(9, table.size());
    }

    @Test
    void whoWasLongNotHeardIsAskedBeforeItLosesItsPlace() {
        List<Contact> old = fill(0, 0);
        old.stream().skip(1).forEach(contact -> table.answered(contact, MINUTE));
        Contact newcomer = lan(0);
        assertEquals(Optional.empty(), table.answered(newcomer, 15 * MINUTE - 1));
        assertEquals(Optional.of(old.getFirst()), table.answered(newcomer, 15 * MINUTE));
        assertEquals(Optional.empty(), table.silent(old.getFirst()));
        assertEquals(Optional.of(newcomer), table.silent(old.getFirst()));
        table.answered(newcomer, 15 * MINUTE);
        assertTrue(table.contacts().contains(newcomer) && !table.contacts().contains(old.getFirst()));
    }

    @Test
    void whoAnswersKeepsItsPlace() {
        List<Contact> old = fill(0, 0);
        Contact newcomer = lan(0);
        Contact doubtful = table.answered(newcomer, 15 * MINUTE).orElseThrow();
        table.silent(doubtful);
        table.answered(doubtful, 15 * MINUTE);
        assertEquals(Optional.empty(), table.silent(doubtful));
        assertTrue(table.contacts().containsAll(old));
        assertFalse(table.contacts().contains(newcomer));
    }

    @Test
    void whoAsksIsFreshUnlessItHasBeenSilent() {
        List<Contact> old = fill(0, 0);
        old.forEach(contact -> assertFalse(table.asked(contact, 10 * MINUTE)));
        assertEquals(Optional.empty(), table.answered(lan(0), 16 * MINUTE));
        table.silent(old.get(3));
        table.asked(old.get(3), 16 * MINUTE);
        assertEquals(Optional.of(old.get(3)), table.answered(lan(0), 16 * MINUTE));
    }

    @Test
    void onlyAnUnknownNodeForWhichThereIsRoomIsWorthAsking() {
        assertTrue(table.asked(lan(0), 0));
        fill(0, 0);
        assertFalse(table.asked(lan(0), 0));
        assertTrue(table.asked(lan(1), 0));
        assertFalse(table.asked(new Contact(self, new InetSocketAddress("10.9.9.9", 6881)), 0));
        table.answered(at(5, "1.2.3.4"), 0);
        assertFalse(table.asked(at(6, "1.2.3.4"), 0));
    }

    @Test
    void badNodesAreNamedToNobody() {
        List<Contact> contacts = fill(0, 0);
        table.silent(contacts.getFirst());
        assertEquals(8, table.closest(self, 20).size());
        table.silent(contacts.getFirst());
        assertEquals(Set.copyOf(contacts.subList(1, 8)), Set.copyOf(table.closest(self, 20)));
        assertEquals(7, table.size());
        assertEquals(contacts.getFirst(), table.contacts().getLast());
    }

    @Test
    void theNearestAreNamedNearestFirst() {
        List<Contact> all = new ArrayList<>();
        for (int bits = 0; bits < 20; bits++) {
            all.addAll(fill(bits, 0));
        }
        NodeId target = self.sibling(2, random);
        List<Contact> expected = all.stream().sorted(Comparator.comparing(Contact::id, target.nearest())).limit(8).toList();
        assertEquals(expected, table.closest(target, 8));
    }

    @Test
    void anAddressHasOnePlaceWhateverIdsItUses() {
        table.answered(at(0, "1.2.3.4"), 0);
        for (int bits = 0; bits < 60; bits++) {
            table.answered(at(bits, "1.2.3.4"), 0);
        }
        assertEquals(1, table.size());
        table.contacts().forEach(contact -> {
            table.silent(contact);
            table.silent(contact);
        });
        table.answered(at(7, "1.2.3.4"), 0);
        assertEquals(1, table.size());
    }

    @Test
    void aNetworkHasTwoPlacesOfARegion() {
        for (int host = 1; host < 50; host++) {
            table.answered(at(3, "1.2.3." + host), 0);
        }
        assertEquals(2, table.size());
        table.answered(at(3, "1.2.4.1"), 0);
        table.answered(at(4, "1.2.3.60"), 0);
        assertEquals(4, table.size());
    }

    @Test
    void anIdThatGoesWithItsAddressIsPreferred() throws UnknownHostException {
        for (int i = 1; i <= 8; i++) {
            table.answered(at(0, i + ".2.3.4"), 0);
        }
        InetAddress address = InetAddress.getByName("99.2.3.4");
        NodeId id = SecureId.make(address, random);
        while (self.common(id) != 0) {
            id = SecureId.make(address, random);
        }
        Contact honest = new Contact(id, new InetSocketAddress(address, 6881));
        table.answered(honest, 1);
        assertTrue(table.contacts().contains(honest));
        assertEquals(8, table.size());
        assertEquals(Optional.empty(), table.answered(at(0, "98.2.3.4"), 1));
        assertTrue(table.contacts().contains(honest));
    }

    @Test
    void anIdCantBeTakenFromANodeThatLives() {
        Contact known = lan(0);
        table.answered(known, 0);
        Contact thief = new Contact(known.id(), new InetSocketAddress("10.77.0.1", 6881));
        table.answered(thief, 1);
        assertEquals(List.of(known), table.contacts());
        table.silent(known);
        table.silent(known);
        table.answered(thief, 2);
        assertEquals(List.of(thief), table.contacts());
    }

    @Test
    void whoWasNotHeardForLongestIsAskedFirst() {
        List<Contact> old = fill(0, 0);
        table.answered(old.getFirst(), MINUTE);
        assertEquals(List.of(), table.doubtful(15 * MINUTE - 1, 20));
        assertEquals(Set.copyOf(old.subList(1, 8)), Set.copyOf(table.doubtful(15 * MINUTE, 20)));
        assertEquals(old.getFirst(), table.doubtful(16 * MINUTE, 20).getLast());
        table.silent(old.get(4));
        assertTrue(table.doubtful(15 * MINUTE, 20).contains(old.get(4)), "one silence may be an accident");
        table.silent(old.get(4));
        assertFalse(table.doubtful(15 * MINUTE, 20).contains(old.get(4)));
        assertEquals(3, table.doubtful(20 * MINUTE, 3).size());
    }

    @Test
    void regionsThatDoNotChangeAreLookedAtAfterAQuarterOfAnHour() {
        fill(0, 0);
        List<Contact> third = fill(2, 0);
        assertEquals(List.of(), table.stale(15 * MINUTE - 1, 9, random));
        table.answered(third.getFirst(), 5 * MINUTE);
        Set<Integer> stale = table.stale(15 * MINUTE, 9, random).stream().map(self::common).collect(Collectors.toSet());
        assertEquals(Set.of(0, 1), stale);
        assertEquals(List.of(2), table.stale(20 * MINUTE, 9, random).stream().map(self::common).toList(), "the others are being looked at, if in vain");
        assertEquals(2, table.stale(35 * MINUTE, 2, random).size());
        assertEquals(1, table.stale(35 * MINUTE, 2, random).size());
        assertEquals(List.of(), table.stale(35 * MINUTE, 2, random));
    }
}
