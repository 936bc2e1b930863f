package almenara.wiring;

import almenara.dialects.JsonLimits;
import almenara.dialects.LibreMesh;
import almenara.dialects.Notices;
import almenara.guests.Bulletin;
import almenara.keys.SigningKey;
import almenara.messages.Ids;
import almenara.messages.Notice;
import almenara.messages.Notice.Answered;
import almenara.messages.Notice.Item;
import almenara.messages.Notice.Mail;
import almenara.messages.Notice.Standing;
import almenara.messages.Offer;
import almenara.seal.Signatures;
import almenara.sharedstate.SharedStateLimits;
import almenara.sharedstate.SharedTables;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Somebody with a key who knows a room and writes into the table whatever it likes. */
final class Stranger {

    private static final long SOON = 60_000;

    final Ids ids;
    private final HandClock clock;
    private final SharedTables tables;
    private final StateBoard board;
    private final Bulletin bulletin;
    private final Notices notices = new Notices(new JsonLimits(16));
    private UnaryOperator<String> wording = text -> text;

    Stranger(HandClock clock, int number) {
        this.clock = clock;
        this.ids = new Ids(new Random(number));
        byte[] secret = new byte[SigningKey.SECRET];
        Arrays.fill(secret, (byte) number);
        SharedStateLimits limits = new SharedStateLimits(9, new SharedStateLimits.Size(1000, 1000, 10_000_000, 99_999, 99_999), 30, Duration.ofMinutes(2), 9,
                Map.of(Village.TABLE, new SharedStateLimits.Part(1000, Duration.ofHours(1), Set.of())));
        this.tables = new SharedTables(new MemoryTable(clock), limits, new SharedTables.Means(clock, new Random(1), Signatures::isSigned));
        tables.start();
        SigningKey key = new SigningKey(secret);
        this.board = new StateBoard(tables, Village.TABLE, () -> key, clock);
        this.bulletin = new Bulletin(board, new Bulletin.Wording(notice -> wording.apply(notices.encode(notice)), notices::decode), new Random(number));
    }

    String name() {
        return board.author();
    }

    /** From now on everything that it says is changed so before it is sealed. */
    void spoil(UnaryOperator<String> change) {
        wording = change;
    }

    void post(String room, Notice notice) {
        bulletin.post(room, notice, clock.millis() + SOON);
    }

    /** An offer of that peer stands in the room, and ends in so many milliseconds. */
    Offer offer(String room, String peer, long life) {
        Offer offer = new Offer(ids.offer(), peer, "", "", clock.millis() + life, "1");
        post(room, new Standing(offer));
        return offer;
    }

    Offer offer(String room, String peer) {
        return offer(room, peer, SOON);
    }

    void mail(String room, String from, String to, Item... items) {
        post(room, new Mail(from, to, List.of(items)));
    }

    Item signal(long number, String data) {
        return new Item(number, clock.millis() + SOON, "", Answered.NONE, data);
    }

    Item answer(long number, Offer offer) {
        return new Item(number, clock.millis() + SOON, "", new Answered(offer.id(), offer.expires()), "2");
    }

    String say() {
        return new LibreMesh(new JsonLimits(18, 1_048_576)).encode(tables.read(Village.TABLE));
    }
}
