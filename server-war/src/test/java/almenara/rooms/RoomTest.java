package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.signaling.Client;
import almenara.signaling.Follower;
import almenara.signaling.Nodes;
import almenara.tables.Crowd;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A member list and its position belong together: whoever folds the events behind the one into the other has the members of now. */
class RoomTest {

    private static final String ROOM = Nodes.ROOM;

    static IntStream seeds() {
        return IntStream.range(0, 80);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyClientKnowsTheMembersAfterAnyComingAndGoing(int seed) {
        Play play = new Play(new Nodes(3, seed, Runnable::run), new Random(seed));
        for (int step = 0; step < 120; step++) {
            play.step();
            play.check();
        }
    }

    /** A random play of peers that come, go, vanish and come back. */
    private static final class Play {
        private final Nodes nodes;
        private final Random random;
        private final List<Follower> connected = new ArrayList<>();
        private final List<Follower> away = new ArrayList<>();
        private int said;

        Play(Nodes nodes, Random random) {
            this.nodes = nodes;
            this.random = random;
        }

        void step() {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> connected.add(new Follower(nodes.node(random.nextInt(3)).join(ROOM)));
                case 3 -> pick(connected).ifPresent(left -> left.client().done("'type':'leave'"));
                case 4, 5 -> pick(connected).ifPresent(dropped -> {
                    dropped.members();
                    dropped.client().drop();
                    away.add(dropped);
                });
                case 6, 7 -> pick(away).ifPresent(back -> {
                    back.resumeAt(nodes.node(random.nextInt(3)));
                    connected.add(back);
                });
                case 8 -> connected.stream().findAny().ifPresent(speaker -> speaker.client().done("'type':'signal','data':" + ++said));
                default -> nodes.pass(random.nextInt(40));
            }
        }

        private java.util.Optional<Follower> pick(List<Follower> from) {
            return from.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of(from.remove(random.nextInt(from.size())));
        }

        void check() {
            for (Follower follower : connected) {
                Set<String> all = new TreeSet<>(follower.members());
                assertTrue(all.add(follower.client().self()), "nobody is told of itself");
                assertEquals(nodes.node(random.nextInt(3)).rooms.summary(ROOM).members(), all.size());
                all.forEach(peer -> assertTrue(nodes.node(0).rooms.isMember(ROOM, peer)));
            }
        }
    }

    @RepeatedTest(30)
    void everyClientKnowsTheMembersAfterManyThreadsHaveComeAndGone() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Nodes nodes = new Nodes(3, 7, threads);
            List<Follower> staying = new ArrayList<>();
            Crowd.of(6, thread -> {
                Random random = new Random(thread);
                for (int turn = 0; turn < 6; turn++) {
                    Follower follower = new Follower(nodes.node(random.nextInt(3)).join(ROOM));
                    if (turn % 3 == 1) {
                        follower.client().done("'type':'leave'");
                        continue;
                    }
                    if (turn % 3 == 2) {
                        follower.client().drop();
                        follower.resumeAt(nodes.node(random.nextInt(3)));
                    }
                    synchronized (staying) {
                        staying.add(follower);
                    }
                }
            });
            Set<String> everybody = staying.stream().map(follower -> follower.client().self()).collect(Collectors.toCollection(TreeSet::new));
            for (Follower follower : staying) {
                Set<String> others = new TreeSet<>(everybody);
                others.remove(follower.client().self());
                Crowd.until(() -> follower.members().equals(others));
                assertEquals(0, follower.losses());
            }
        }
    }

    @RepeatedTest(30)
    void whoResumesAmidATalkMissesNothingAndHearsNothingTwice() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Nodes nodes = new Nodes(3, 7, threads);
            List<Client> speakers = IntStream.range(0, 3).mapToObj(each -> nodes.node(each).join(ROOM)).toList();
            Follower follower = new Follower(nodes.node(0).join(ROOM));
            Crowd.of(4, thread -> {
                for (int number = 0; number < 20; number++) {
                    if (thread < 3) {
                        speakers.get(thread).done("'type':'signal','data':" + (thread * 100 + number));
                    } else {
                        follower.client().drop();
                        follower.resumeAt(nodes.node(number % 3));
                    }
                }
            });
            Crowd.until(() -> follower.signals().size() == 60);
            assertEquals(0, follower.losses());
        }
    }

    @Test
    void theFirstThingAConnectionHearsIsItsPlaceEvenWhenEntriesAreUnderWay() {
        List<Runnable> late = new ArrayList<>();
        Nodes nodes = new Nodes(2, 1, late::add);
        Client first = nodes.node(0).connect(ROOM);
        Client second = nodes.node(1).connect(ROOM);
        first.say("{\"type\":\"join\",\"ref\":1}");
        second.say("{\"type\":\"join\",\"ref\":2}");
        for (int next = 0; next < late.size(); next++) {
            late.get(next).run();
        }
        assertEquals("joined", first.heard().get(0).getString("type"));
        assertEquals("joined", second.heard().get(0).getString("type"));
        assertEquals(2, second.heard().get(0).getInt("ref"));
        assertEquals(1, second.heard().size());
        assertEquals(1, first.heard().get(0).getInt("ref"));
    }
}
