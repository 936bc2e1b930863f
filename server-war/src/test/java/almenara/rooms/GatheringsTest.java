package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.dialects.JsonLimits;
import almenara.dialects.Matchbox;
import almenara.messages.Command;
import almenara.messages.Names;
import almenara.messages.Refusal;
import almenara.messages.Seat;
import almenara.signaling.ForeignClient;
import almenara.signaling.Nodes;
import almenara.tables.Crowd;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who meets whom in the rooms of a lobby, on three nodes. */
class GatheringsTest {

    private static final String LOBBY = Names.foreign(new byte[32]);
    private static final Matchbox DIALECT = new Matchbox(new JsonLimits(16));
    private static final Pattern EVENT = Pattern.compile("(IdAssigned|NewPeer|PeerLeft)\":\"([^\"]+)");

    private final Nodes nodes = new Nodes(3);

    private Rooms rooms(int node) {
        return nodes.node(node).rooms;
    }

    private Seat gather(int node, String room, int size) {
        return rooms(node).gather(room, new Command.Gather(LOBBY, size), new Arrival(new Deaf("c" + node + size), ""));
    }

    @Test
    void aRoomIsTheLobbysUntilItIsFullOnEveryNode() {
        String first = rooms(0).gathering(LOBBY);
        gather(0, first, 3);
        gather(1, first, 3);
        assertEquals(first, rooms(2).gathering(LOBBY));
        gather(2, first, 3);
        String second = rooms(0).gathering(LOBBY);
        assertNotEquals(first, second);
        assertEquals(second, rooms(1).gathering(LOBBY));
        assertEquals(Refusal.Code.ROOM_FULL, assertThrows(Refusal.class, () -> gather(1, first, 3)).code());
        assertEquals(3, rooms(1).summary(first).members());
    }

    @Test
    void aRoomThatWasFullOnceTakesNobodyWhenSomebodyHasLeftIt() {
        String first = rooms(0).gathering(LOBBY);
        Seat seat = gather(0, first, 2);
        gather(1, first, 2);
        rooms(0).leave(first, seat.peer(), "left");
        assertThrows(Refusal.class, () -> gather(2, first, 2));
        nodes.pass((int) Gatherings.LIFE.toSeconds() - 1);
        assertThrows(Refusal.class, () -> gather(2, first, 2));
    }

    @Test
    void whoLeavesWhileItWaitsMakesPlaceForAnother() {
        String first = rooms(0).gathering(LOBBY);
        Seat seat = gather(0, first, 2);
        rooms(1).leave(first, seat.peer(), "left");
        gather(1, first, 2);
        assertEquals(first, rooms(2).gathering(LOBBY));
        gather(2, first, 2);
        assertNotEquals(first, rooms(2).gathering(LOBBY));
    }

    @Test
    void aLobbyInWhichNobodyWaitsIsForgottenAfterAWhileAndOneInWhichSomebodyDoesIsNot() {
        String first = rooms(0).gathering(LOBBY);
        Seat seat = gather(0, first, 2);
        nodes.pass((int) Gatherings.LIFE.toSeconds() + 1);
        assertEquals(first, rooms(1).gathering(LOBBY));
        rooms(1).leave(first, seat.peer(), "left");
        assertEquals(first, rooms(2).gathering(LOBBY));
        assertTrue(nodes.members.get(LOBBY + "*").isPresent());
        nodes.pass((int) Gatherings.LIFE.toSeconds() + 1);
        assertEquals(Optional.empty(), nodes.members.get(LOBBY + "*"));
        assertNotEquals(first, rooms(1).gathering(LOBBY));
    }

    @Test
    void noFewerThanOneAndNoMoreThanARoomHasMembersMeet() {
        assertThrows(Refusal.class, () -> new Command.Gather(LOBBY, 0));
        gather(0, rooms(0).gathering(LOBBY), 1);
        assertThrows(Refusal.class, () -> gather(0, rooms(0).gathering(LOBBY), 101));
        gather(0, rooms(0).gathering(LOBBY), 100);
    }

    /** What clients have heard of whom: by the id of each, whom it was told of and has not been told to have left. */
    private static Map<String, Set<String>> heard(Iterable<ForeignClient> clients) {
        Map<String, Set<String>> all = new ConcurrentHashMap<>();
        for (ForeignClient client : clients) {
            Set<String> others = new HashSet<>();
            String id = "";
            for (MatchResult event : EVENT.matcher(String.join("", client.takes())).results().toList()) {
                switch (event.group(1)) {
                    case "IdAssigned" -> id = event.group(2);
                    case "NewPeer" -> assertTrue(others.add(event.group(2)));
                    default -> others.remove(event.group(2));
                }
            }
            all.put(id, others);
        }
        return all;
    }

    @Test
    void ofManyWhoComeByAllNodesAtOnceSoManyMeetEachTime() throws Exception {
        for (int size : List.of(2, 3, 5)) {
            Nodes three = new Nodes(3);
            Set<ForeignClient> clients = ConcurrentHashMap.newKeySet();
            Crowd.of(30, each -> clients.add(three.node(each % 3).connect(DIALECT, "r?next=" + size)));
            Map<String, Set<String>> heard = heard(clients);
            assertEquals(30, heard.size());
            heard.forEach((id, others) -> others.forEach(other -> assertTrue(!heard.get(other).contains(id), "one of two is to offer")));
            for (int place = 0; place < size; place++) {
                int told = place;
                assertEquals(30 / size, heard.values().stream().filter(others -> others.size() == told).count());
            }
        }
    }

    @Test
    void nobodyIsEverWithMoreOthersThanItCameForWhoeverGoesMeanwhile() throws Exception {
        Set<ForeignClient> stay = ConcurrentHashMap.newKeySet();
        Crowd.of(12, each -> {
            Random random = new Random(each);
            for (int round = 0; round < 3; round++) {
                ForeignClient client = nodes.node(random.nextInt(3)).connect(DIALECT, "r?next=3");
                if (random.nextBoolean()) {
                    client.goes();
                } else {
                    stay.add(client);
                }
            }
        });
        Map<String, Set<String>> heard = heard(stay);
        heard.values().forEach(others -> others.retainAll(heard.keySet()));
        heard.keySet().forEach(id -> {
            long others = heard.get(id).size() + heard.values().stream().filter(each -> each.contains(id)).count();
            assertTrue(others <= 2, id + " is with " + others);
        });
    }
}
