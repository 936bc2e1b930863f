package almenara.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.keys.SigningKey;
import almenara.nodes.World.Honest;
import almenara.tables.FakeCluster;
import almenara.tables.MemoryTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What clusters leave in a directory, and find there. */
class LookoutTest {

    private static final String A = "https://a.example/";
    private static final String B = "https://b.example/";
    private static final String MOVED = "https://moved.example/";

    private final World world = new World(5);
    private final Board board = new Board();

    private Honest honest(String url, String address, Directory directory) {
        return world.honest(url, address, world.home(List.of(directory)));
    }

    @Test
    void threeWithOneDirectoryFindEachOtherAndSayWhere() {
        List<Honest> all = IntStream.range(1, 4).mapToObj(i -> honest("https://n" + i + ".example/", "20." + i + ".0.1", board.desk())).toList();
        world.minutes(2);
        all.forEach(each -> assertEquals(2, each.lists().size()));
        assertTrue(all.stream().allMatch(each -> each.mesh.figures().known() == 2));
        List<Map<Source, Long>> heard = all.stream().map(each -> each.mesh.figures().heard()).toList();
        assertEquals(3, heard.stream().mapToLong(each -> each.getOrDefault(Source.DHT, 0L)).sum(), "who comes later finds who was there");
        assertEquals(3, heard.stream().mapToLong(each -> each.getOrDefault(Source.ANNOUNCEMENT, 0L)).sum(), "and tells it");
    }

    /** At 0, 5, 15, 35, 75, 155, 315 and 635 seconds, then every ten minutes; rounds are five seconds apart. */
    @Test
    void aNodeLooksOftenAtFirstAndEveryTenMinutesLater() {
        Board.Desk desk = board.desk();
        honest(A, "20.1.0.1", desk);
        world.rounds(4, Duration.ofSeconds(5));
        assertEquals(3, desk.discovered);
        world.rounds(124, Duration.ofSeconds(5));
        assertEquals(8, desk.discovered);
        world.rounds(12 * 60, Duration.ofSeconds(5));
        assertEquals(14, desk.discovered, "six in an hour");
        assertEquals(14, desk.published);
    }

    @Test
    void whereTheDirectoryOpensLateANodeIsThereWithinFiveSecondsAndLooksOftenFromThenOn() {
        Board.Desk desk = board.desk();
        desk.open = false;
        honest(A, "20.1.0.1", desk);
        world.rounds(12 * 60, Duration.ofSeconds(5));
        assertEquals(List.of(0, 0), List.of(desk.published, desk.discovered));
        desk.open = true;
        world.rounds(1, Duration.ofSeconds(5));
        assertEquals(List.of(1, 1), List.of(desk.published, desk.discovered));
        world.rounds(3, Duration.ofSeconds(5));
        assertEquals(3, desk.discovered);
    }

    @Test
    void oneServerOfAClusterIsInTheDirectoryAndAnotherWhenThatOneLeadsNoMore() {
        Board.Desk first = board.desk();
        Honest a = honest(A, "20.1.0.1", first);
        world.rounds(2, Duration.ofSeconds(1));
        assertEquals(1, first.published);
        Board.Desk second = board.desk();
        Honest b = world.beside(a, "b", List.of(second));
        assertTrue(b.view.leads("nodes"));
        world.rounds(3, Duration.ofSeconds(1));
        assertEquals(List.of(1, 1, 1, 0), List.of(first.published, first.withdrawn, second.published, second.withdrawn));
        assertEquals(1, board.left.size());
        a.cluster.die("b");
        world.sites.values().remove(b);
        world.rounds(1, Duration.ofSeconds(1));
        assertEquals(2, first.published, "at once");
    }

    private World.Home home(SigningKey key, List<Directory> directories) {
        return new World.Home(key, new FakeCluster(), "a", new MemoryTable(world.clock), directories);
    }

    @Test
    void aNodeThatIsNotWhereItWasIsFoundByItsKey() {
        Honest a = honest(A, "20.1.0.1", board.desk());
        SigningKey key = world.key();
        world.honest(B, "20.2.0.1", home(key, List.of()), A);
        world.minutes(3);
        assertEquals(List.of(B), a.lists());
        world.sites.remove(World.url(B));
        Honest moved = world.honest(MOVED, "20.3.0.1", home(key, List.of()));
        world.minutes(1);
        board.apart.add(moved.mesh.item().orElseThrow());
        world.minutes(30);
        assertEquals(List.of(MOVED), a.lists(), "a key is listed once");
    }

    @Test
    void whatIsLeftThereIsAHintAndNothingMore() {
        Honest a = honest(A, "20.1.0.1", board.desk());
        NodeRecord rumour = world.record(world.key(), B, 0);
        board.lies.add(rumour.item());
        board.lies.add(new Item(rumour.item().key(), 1, rumour.item().signature(), rumour.item().value()));
        world.honest(B, "20.2.0.1");
        world.minutes(2);
        assertEquals(List.of(B), a.lists());
        assertFalse(a.mesh.sample().getFirst().record().item().equals(rumour.item()), "the record is the one that the node has shown");
    }

    @Test
    void ofADirectoryTwoHundredAndFiftySixRecordsCountAtATime() {
        for (int i = 0; i < 300; i++) {
            board.lies.add(world.record(world.key(), "https://x" + i + ".example/", 0).item());
        }
        Honest a = honest(A, "20.1.0.1", board.desk());
        world.rounds(1, Duration.ofSeconds(1));
        assertEquals(Lookout.MOST, a.mesh.figures().heard().getOrDefault(Source.DHT, 0L));
    }

    @Test
    void aLookUpThatTakesItsTimeIsNotOvertaken() {
        List<Runnable> tasks = new ArrayList<>();
        Lookout lookout = new Lookout(List.of(board.desk()), tasks::add);
        Lookout.Errand errand = new Lookout.Errand(world.record(world.key(), A, 0).item(), List.of(), found -> { });
        assertTrue(lookout.isDue(0));
        lookout.look(0, errand);
        assertFalse(lookout.isDue(Lookout.LAST.toMillis()));
        tasks.removeFirst().run();
        assertFalse(lookout.isDue(Lookout.FIRST.toMillis() - 1));
        assertTrue(lookout.isDue(Lookout.FIRST.toMillis()));
        assertFalse(new Lookout(List.of(), tasks::add).isDue(0), "where there is no directory");
    }
}
