package almenara.signaling;

import almenara.guests.GuestLimits;
import almenara.limits.Rate;
import almenara.messages.Command;
import almenara.messages.Event;
import almenara.messages.Notice.Item;
import almenara.messages.Notice.Mail;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.tables.Table;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries out what guests have for peers of this cluster, each item once in the cluster: a signal is said as the guest, an answer claims the offer as the guest
 * and answers it, so that of many answers one is taken. What somebody else's claim is in the way of waits.
 */
final class GuestMail {

    private static final System.Logger LOG = System.getLogger(GuestMail.class.getName());
    private static final Set<Code> PASSING = Set.of(Code.OFFER_CLAIMED, Code.TOO_MANY_CLAIMS, Code.UNAVAILABLE, Code.OVERLOADED);
    private static final String PREFIX = "mail/";

    private final Exchange exchange;
    private final Table spent;
    private final Clock clock;
    private final Rate rate;
    private final Map<String, Long> done = new ConcurrentHashMap<>();

    /** {@code rate} counts what comes from other clusters by rooms, in milliseconds. */
    GuestMail(Exchange exchange, Table spent, Clock clock, Rate rate) {
        this.exchange = exchange;
        this.spent = spent;
        this.clock = clock;
        this.rate = rate;
    }

    /** True when the item has time left, and no more than anybody gives it. */
    boolean isLive(Item item) {
        long left = item.ends() - clock.millis();
        return left > 0 && left <= GuestLimits.PATIENCE.plus(GuestLimits.AHEAD).toMillis();
    }

    /** Forgets what has ended. */
    void round() {
        long now = clock.millis();
        done.values().removeIf(ends -> ends <= now);
    }

    /** Carries out what is new, in its order, up to the first item that has to wait. */
    void deliver(String room, Mail mail) {
        boolean onward = true;
        for (Item item : mail.items().stream().sorted(Comparator.comparingLong(Item::number)).toList()) {
            String key = String.join("/", room, mail.from(), mail.to(), Long.toString(item.number()));
            if (onward && isLive(item) && !done.containsKey(key)) {
                onward = rate.due(room.hashCode(), clock.millis()) == 0 && carryOut(new Errand(room, mail.from(), mail.to(), key), item);
            }
        }
    }

    private record Errand(String room, String from, String to, String key) {
    }

    /** False when it has to be done again. */
    private boolean carryOut(Errand errand, Item item) {
        boolean over = true;
        try {
            if (item.data().getBytes(StandardCharsets.UTF_8).length > GuestLimits.DATA_BYTES) {
                LOG.log(System.Logger.Level.DEBUG, "a guest has said too much at once");
            } else if (!item.answer().offer().isEmpty()) {
                answer(errand, item);
            } else if (spent.putIfAbsent(PREFIX + errand.key(), "1", Duration.ofMillis(item.ends() - clock.millis()))) {
                exchange.perform(errand.room(), errand.from(), new Command.Signal(errand.to(), item.name(), item.data()));
            }
        } catch (Refusal refusal) {
            LOG.log(System.Logger.Level.DEBUG, "what a guest wants is refused: {0}", refusal.getMessage());
            over = !PASSING.contains(refusal.code());
        }
        if (over) {
            rate.delay(errand.room().hashCode(), clock.millis());
            done.put(errand.key(), item.ends());
        }
        return over;
    }

    /** What was refreshed after the answer was made is answered by nobody: its author listens elsewhere now. */
    private void answer(Errand errand, Item item) {
        String offer = item.answer().offer();
        Event claimed = exchange.perform(errand.room(), errand.from(), new Command.Claim(offer, "", Set.of()));
        boolean same = claimed instanceof Event.Claimed it && it.offer().author().equals(errand.to()) && it.offer().expires() == item.answer().until();
        exchange.perform(errand.room(), errand.from(), same ? new Command.Answer(offer, item.data()) : new Command.Release(offer));
    }
}
