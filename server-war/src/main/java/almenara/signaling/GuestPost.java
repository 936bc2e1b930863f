package almenara.signaling;

import almenara.guests.Bulletin;
import almenara.guests.GuestLimits;
import almenara.messages.Entry;
import almenara.messages.Notice;
import almenara.messages.Notice.Answered;
import almenara.messages.Notice.Item;
import almenara.messages.Notice.Mail;
import almenara.messages.Notice.Standing;
import almenara.messages.Offer;
import almenara.messages.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Writes what this cluster says of its own peers: the offers that stand, and what they have for guests. What was said is remembered by the table alone. */
final class GuestPost {

    /** When the table takes no more, it is asked again after a while: each attempt costs a signature. */
    static final Duration AGAIN = Duration.ofSeconds(10);
    private static final System.Logger LOG = System.getLogger(GuestPost.class.getName());

    private final Exchange exchange;
    private final Bulletin bulletin;
    private final GuestLimits limits;
    private final Clock clock;
    /** Until when the offers of a room, or what a peer has for a guest, wait because the table has taken no more. */
    private final Map<String, Long> waiting = new ConcurrentHashMap<>();

    GuestPost(Exchange exchange, Bulletin bulletin, GuestLimits limits, Clock clock) {
        this.exchange = exchange;
        this.bulletin = bulletin;
        this.limits = limits;
        this.clock = clock;
    }

    /** Brings what is said about offers in line with those that stand. */
    void offers(GuestBook.Present present, List<Notice> said) {
        List<Standing> stand = present.members().keySet().stream().filter(present::isOurs).sorted().flatMap(peer -> offers(present, peer).stream())
                .limit(limits.entries() / 2).toList();
        for (Notice notice : said) {
            boolean over = notice instanceof Standing(Offer offer) && stand.stream().noneMatch(each -> each.offer().id().equals(offer.id()));
            if (over) {
                bulletin.withdraw(present.room(), notice, clock.millis() + GuestLimits.PATIENCE.toMillis());
            }
        }
        waiting.values().removeIf(until -> until <= clock.millis());
        boolean taken = stand.stream().filter(each -> !said.contains(each) && !waiting.containsKey(present.room()))
                .allMatch(each -> bulletin.post(present.room(), each, each.offer().expires()));
        if (!taken) {
            LOG.log(System.Logger.Level.DEBUG, "the table takes no more offers of a room now");
            waiting.put(present.room(), clock.millis() + AGAIN.toMillis());
        }
    }

    private List<Standing> offers(GuestBook.Present present, String peer) {
        return exchange.of(present.room(), peer).stream().filter(offer -> offer.to().isEmpty() || !present.isOurs(offer.to()))
                .filter(offer -> offer.data().getBytes(StandardCharsets.UTF_8).length <= GuestLimits.DATA_BYTES)
                .sorted(Comparator.comparing(Offer::id)).limit(GuestLimits.OFFERS)
                .map(offer -> new Standing(new Offer(offer.id(), offer.author(), offer.to(), "", offer.expires(), offer.data()))).toList();
    }

    /** Adds what was said to the guest since the last time to what waits for it; {@code said} gets the new notices. What the table does not take stays with the guest. */
    void mail(String room, String guest, Visit visit, List<Notice> said) {
        Map<String, List<Entry>> bySender = new LinkedHashMap<>();
        visit.take().forEach(entry -> bySender.computeIfAbsent(entry.from(), first -> new ArrayList<>()).add(entry));
        bySender.forEach((sender, entries) -> {
            Optional<Mail> before = said.stream().flatMap(notice -> notice instanceof Mail mail && mail.from().equals(sender) && mail.to().equals(guest)
                    ? Optional.of(mail).stream() : Optional.<Mail>empty().stream()).findFirst();
            boolean free = before.isPresent() || said.stream().filter(Mail.class::isInstance).count() < limits.entries() / 2;
            Mail mail = extended(before.orElse(new Mail(sender, guest, List.of())), new Fresh(visit, entries));
            if (!free || !post(room, mail)) {
                visit.giveBack(entries);
            } else if (before.isEmpty()) {
                said.add(mail);
            }
        });
    }

    private record Fresh(Visit visit, List<Entry> entries) {
    }

    private boolean post(String room, Mail mail) {
        String pair = String.join("/", room, mail.from(), mail.to());
        boolean posted = mail.items().isEmpty() || !waiting.containsKey(pair) && tell(room, mail);
        if (!posted && waiting.putIfAbsent(pair, clock.millis() + AGAIN.toMillis()) == null) {
            LOG.log(System.Logger.Level.DEBUG, "the table does not take what a peer has for a guest");
        }
        return posted;
    }

    private boolean tell(String room, Mail mail) {
        try {
            return bulletin.post(room, mail, mail.items().getLast().ends());
        } catch (Refusal refusal) {
            return false;
        }
    }

    /** What waits, and what is new, as much as fits. */
    private Mail extended(Mail before, Fresh fresh) {
        long now = clock.millis();
        List<Item> items = new ArrayList<>(before.items());
        long number = items.stream().mapToLong(Item::number).max().orElse(0);
        items.removeIf(item -> item.ends() <= now);
        for (Entry entry : fresh.entries()) {
            number = Math.max(number + 1, now);
            Optional<Answered> answer = answered(entry, fresh.visit());
            if (answer.isPresent()) {
                items.add(new Item(number, now + GuestLimits.PATIENCE.toMillis(), entry.kind() == Entry.Kind.SIGNAL ? entry.name() : "", answer.get(), entry.data()));
            }
        }
        while (items.size() > GuestLimits.ITEMS || items.size() > 1 && !bulletin.fits(new Mail(before.from(), before.to(), items))) {
            items.removeFirst();
        }
        return new Mail(before.from(), before.to(), items);
    }

    /** Empty when nobody knows any more which state of the offer was answered. */
    private static Optional<Answered> answered(Entry entry, Visit visit) {
        return entry.kind() == Entry.Kind.SIGNAL ? Optional.of(Answered.NONE) : visit.until(entry.name()).map(until -> new Answered(entry.name(), until));
    }
}
