package almenara.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The whole suite but for the nodes: what it says of rooms in memory that keep their promises, and of some that do not. */
class CrowdTest {

    private static final Size SIZE = new Size(12, 3, 4, 100, false);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final List<InetSocketAddress> NODES = List.of(InetSocketAddress.createUnresolved("one", 1), InetSocketAddress.createUnresolved("two", 2));

    private final Map<String, RoomInMemory> rooms = new ConcurrentHashMap<>();

    private Crowd crowd(BiPredicate<String, JsonObject> breaks) {
        Line.Transport transport = (target, opening, heard) -> LineInMemory.open(rooms.computeIfAbsent(target.room(), any -> new RoomInMemory(breaks)), opening, heard);
        Crowd crowd = Crowd.gather(SIZE, NODES, streams -> transport);
        crowd.begin();
        return crowd;
    }

    private static void awaitFigures(Crowd crowd, Figures figures, int signals) {
        Await.until("they say something", PATIENCE, () -> figures.count(crowd.residents(any -> true)) > signals);
    }

    @Test
    void roomsThatKeepTheirPromisesHaveNoFindingsWhateverBecomesOfTheConnections() {
        try (Crowd crowd = crowd((peer, event) -> false)) {
            Figures figures = crowd.since(System.nanoTime());
            awaitFigures(crowd, figures, 50);
            crowd.lose();
            crowd.awaitSettled("all are back", crowd.residents(any -> true));
            awaitFigures(crowd, figures, 100);
            assertEquals(List.of(), crowd.findings());
            assertEquals(9, figures.recovered(crowd.residents(any -> true)));
            assertTrue(figures.sums().matches("published \\d{3,}, acknowledged \\d{3,}, delivered \\d{3,}, sent again and dropped \\d+, claims won [1-9]\\d*, answers taken \\d+"), figures.sums());
        }
    }

    @Test
    void aSignalThatNobodyIsToldIsASilentGap() {
        assertFound(Finding.Kind.SILENT_GAP, event -> event.getString("type").equals("signal") && event.getJsonObject("data").getInt("n") == 3);
    }

    @Test
    void membersThatNobodyIsToldOfAreNotListed() {
        assertFound(Finding.Kind.NOT_LISTED, event -> event.getString("type").equals("peer-joined"));
    }

    @Test
    void membersWhoseLeavingNobodyIsToldAreListedAfterIt() {
        assertFound(Finding.Kind.LISTED_AFTER_LEAVING, event -> event.getString("type").equals("peer-left"));
    }

    @Test
    void answersThatNobodyIsToldAreFoundWhileTheirAuthorsAreThere() {
        try (Crowd crowd = crowd((peer, event) -> event.getString("type").equals("answer"))) {
            Await.until("an author lacks its answer", PATIENCE, () -> crowd.history().findings(Finding::in).stream().anyMatch(finding -> finding.what().contains("answer")));
            Await.until("nothing else is found", PATIENCE, () -> {
                Set<Finding.Kind> kinds = kinds(crowd);
                return !kinds.isEmpty() && EnumSet.of(Finding.Kind.SILENT_GAP, Finding.Kind.NOT_DELIVERED).containsAll(kinds);
            });
        }
    }

    /** That alone is found when such events are told to nobody, once all others have arrived. */
    private void assertFound(Finding.Kind kind, Predicate<JsonObject> untold) {
        AtomicInteger broken = new AtomicInteger();
        try (Crowd crowd = crowd((peer, event) -> untold.test(event) && broken.incrementAndGet() > 0)) {
            Await.until("it is broken", PATIENCE, () -> broken.get() > 0);
            awaitFigures(crowd, crowd.since(System.nanoTime()), 100);
            Await.within(PATIENCE, () -> kinds(crowd).equals(EnumSet.of(kind)));
            assertEquals(EnumSet.of(kind), kinds(crowd));
        }
    }

    private static Set<Finding.Kind> kinds(Crowd crowd) {
        return crowd.findings(Duration.ZERO, Finding::in).stream().map(Finding::kind).collect(Collectors.toSet());
    }
}
