package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.messages.Offer;
import almenara.offers.OfferLimits;
import almenara.offers.OfferTable;
import almenara.rooms.RoomLimits;
import almenara.rooms.Rooms;
import almenara.tables.FakeCluster;
import almenara.tables.HandClock;
import java.time.Duration;
import java.util.Random;
import org.infinispan.Cache;
import org.infinispan.configuration.cache.CacheMode;
import org.junit.jupiter.api.Test;

/** Entries that nobody can read, in the caches that a node begins with. */
class UnreadableEntriesTest {

    private static final String ROOM = "A".repeat(42) + "A";
    private static final OfferLimits OFFERS = new OfferLimits(8, 4, Duration.ofSeconds(60), Duration.ofSeconds(120), Duration.ofSeconds(20));
    private static final RoomLimits ROOMS = new RoomLimits(100, 100, 1_048_576, Duration.ofSeconds(120), Duration.ofSeconds(15), 50);

    private final HandClock clock = new HandClock();

    @Test
    void offersThatCanBeReadStandBesideThoseThatCanNot() {
        try (Grid grid = new Grid(CacheMode.LOCAL, 1, clock)) {
            Cache<String, String> cache = grid.cache(0, "offers");
            String id = new OfferTable(new CacheTable(cache, Runnable::run), OFFERS, clock, new Random(1))
                    .publish(ROOM, new Offer("", "author", "", "", 0, "data"), Duration.ZERO).id();
            cache.put(ROOM + "/bad", "junk");
            cache.put("junk", "junk");
            cache.put("claim:junk", "junk");
            CacheTable table = new CacheTable(cache, Runnable::run);
            OfferTable offers = new OfferTable(table, OFFERS, clock, new Random(2));
            offers.start();
            assertEquals(1, offers.count(ROOM));
            assertEquals(3, table.unreadable());
            cache.remove("junk");
            cache.put(ROOM + "/worse", "junk");
            assertEquals(id, offers.claim(ROOM, new almenara.offers.Wish("claimer", "", "", java.util.Set.of(), author -> true)).id());
            assertEquals(4, table.unreadable());
        }
    }

    @Test
    void roomsStandBesideHeadsLogsAndMembersThatCanNotBeRead() {
        try (Grid grid = new Grid(CacheMode.LOCAL, 1, clock)) {
            Cache<String, String> heads = grid.cache(0, "rooms");
            Cache<String, String> log = grid.cache(0, "log");
            Cache<String, String> members = grid.cache(0, "members");
            heads.put(ROOM, "abcdefgh\n7\n1");
            heads.put("bad", "epoch\nseven");
            log.put(ROOM + ":abcdefgh:eight", "SIGNAL\n\n\n\n1");
            log.put(ROOM + ":abcdefgh:8", "SINGING");
            members.put(ROOM + "#1", String.join("\n", "peer", "proof", "node~1", "connection", "true", "1", "192.0.2"));
            members.put(ROOM + "#two", String.join("\n", "other", "proof", "node~1", "connection", "true", "1", "192.0.2"));
            members.put(ROOM + "#3", "junk");
            CacheTable[] tables = {new CacheTable(heads, Runnable::run), new CacheTable(log, Runnable::run), new CacheTable(members, Runnable::run)};
            Rooms rooms = new Rooms(new Rooms.Tables(tables[0], tables[1], tables[2]), ROOMS, new FakeCluster().join("node~1"),
                    new Rooms.Means(clock, new Random(1), Runnable::run));
            rooms.start();
            assertEquals(1, rooms.summary(ROOM).members());
            assertEquals(7, rooms.summary(ROOM).tail().orElseThrow().offset());
            assertEquals(1, tables[0].unreadable());
            assertEquals(2, tables[1].unreadable());
            assertEquals(2, tables[2].unreadable());
        }
    }
}
