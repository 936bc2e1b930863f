package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** What a node stands for long: clients that stop reading, that open rooms without end, that are slow in every way, that come and go. docs/reliability.md has figures; endurance.sh runs the long form. */
@ArquillianTest
class EnduranceIT {

    private static final Endurance SIZE = Endurance.SIZE;
    private static final String OVERFLOWS = "almenara_queue_overflow_total";
    private static final int PERCENT = 10;

    @Deployment(name = "almenara", testable = false)
    static WebArchive almenara() {
        return Wars.almenara(Endurance.settings());
    }

    @Deployment(name = "probe", testable = false)
    static WebArchive probe() {
        return Wars.probe();
    }

    private static List<String> rooms(int number) {
        return Stream.generate(Server::room).limit(number).toList();
    }

    @Test
    void stalledReadersTakeNothingFromOthers() throws IOException {
        Watch watch = new Watch("stalled");
        double overflows = Meters.read(OVERFLOWS);
        List<String> rooms = rooms(SIZE.stalled() / 10);
        Duration time = Endurance.time(8, 10);
        try (Witnesses witnesses = new Witnesses(rooms, Endurance.either(20, 4), Endurance.either(16_000, 8_000));
                Herd stalled = new Herd(SIZE.stalled(), new Stalled(rooms, time.dividedBy(5)))) {
            watch.observe(time, Endurance.either(2, 20));
            Server.await("all were cut off", () -> Meters.read(OVERFLOWS) - overflows >= SIZE.stalled());
            watch.tell("cut off", Meters.read(OVERFLOWS) - overflows).expectServed(witnesses, Duration.ofMillis(250));
            assertEquals(List.of(), stalled.surprises());
        }
        if (Endurance.IS_LONG) {
            watch.expectFlat(PERCENT);
        }
        watch.expectAsBefore();
    }

    @Test
    void roomsAreBoundedAndThereIsRoomAgain() throws IOException {
        Watch watch = new Watch("rooms");
        Openers openers = new Openers(SIZE.rooms());
        int most = Endurance.either(1500, 32_768);
        long ended;
        try (Witnesses witnesses = new Witnesses(rooms(4), 5, 100)) {
            Server.await("others are there", () -> Meters.read("almenara_members") == 8);
            double held = 0;
            try (Herd herd = new Herd(Openers.CONNECTIONS, openers)) {
                while (!openers.isDone() && herd.surprises().isEmpty()) {
                    Herd.pause(Duration.ofMillis(500));
                    held = Math.max(held, Meters.read("almenara_rooms"));
                }
                assertEquals(List.of(), herd.surprises());
            }
            ended = System.nanoTime();
            watch.tell("opened, refused", openers.opened() + ", " + openers.refused()).tell("held at most", held).tell("while they were held", Vitals.now());
            assertTrue(held <= most + Openers.CONNECTIONS && held >= most - most / PERCENT, "more rooms than there may be, or less: " + held);
            assertEquals(Map.of("too-many-rooms", openers.refused()), openers.codes());
            Server.await("a new room is opened", Duration.ofMinutes(3), EnduranceIT::canOpen);
            watch.tell("room again after ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - ended)).expectServed(witnesses, Duration.ofMillis(250));
            assertTrue(!Endurance.IS_LONG || System.nanoTime() - ended <= Duration.ofMinutes(2).toNanos(), "recovered too late");
        }
        watch.expectAsBefore();
    }

    private static boolean canOpen() {
        try (Client client = Client.connect(Server.room())) {
            return client.ask("'type':'join'").getString("type").equals("joined") && client.done("'type':'leave'") != null;
        }
    }

    @Test
    void slowClientsTakeNothingFromOthers() throws IOException {
        Watch watch = new Watch("slow");
        List<String> rooms = rooms(Math.ceilDiv(SIZE.slow(), 400));
        Duration time = Endurance.time(8, 3);
        Map<String, Herd> herds = new LinkedHashMap<>();
        double overflows = Meters.read(OVERFLOWS);
        int each = SIZE.slow() / 5;
        try (Witnesses witnesses = new Witnesses(rooms, Endurance.either(20, 5), Endurance.either(16_000, 4_000))) {
            try {
                new Slow(rooms, Duration.ofMillis(500), time.dividedBy(2)).ways().forEach((name, way) -> herds.put(name, new Herd(each, way)));
                watch.observe(time, Endurance.either(2, 6));
                for (String way : List.of("heads", "bodies", "handshakes", "frames")) {
                    Server.await(way + " are ended", Duration.ofMinutes(2), () -> herds.get(way).cut() >= each);
                }
                Server.await("streams are ended", Duration.ofMinutes(2), () -> Meters.read(OVERFLOWS) - overflows >= each);
                herds.forEach((way, herd) -> watch.tell(way + " ended", herd.cut()));
                watch.tell("streams cut off", Meters.read(OVERFLOWS) - overflows).expectServed(witnesses, Duration.ofMillis(500));
                herds.values().forEach(herd -> assertEquals(List.of(), herd.surprises()));
            } finally {
                herds.values().forEach(Herd::close);
            }
        }
        watch.expectAsBefore();
    }

    @Test
    void churnLeavesNothing() throws IOException {
        Watch watch = new Watch("churn");
        Churn churn = new Churn(rooms(SIZE.churners() / 10), Duration.ofSeconds(Endurance.either(1, 10)));
        Duration time = Endurance.time(6, 120);
        try (Witnesses witnesses = new Witnesses(rooms(4), 5, 100); Herd herd = new Herd(SIZE.churners(), churn)) {
            watch.observe(time, Endurance.either(2, Math.max(10, (int) time.toMinutes())));
            watch.tell("came and went", churn.gone()).expectServed(witnesses, Duration.ofMillis(250));
            assertEquals(List.of(), herd.surprises());
            assertEquals(0, herd.cut(), "some were cut off");
            assertTrue(churn.gone() > SIZE.churners(), "nobody has gone");
        }
        if (Endurance.IS_LONG) {
            watch.expectFlat(PERCENT);
        }
        watch.expectAsBefore();
    }
}
