package almenara.faults;

import almenara.faults.Event.AnswerHeard;
import almenara.faults.Event.Answered;
import almenara.faults.Event.Delivered;
import almenara.faults.Event.Dropped;
import almenara.faults.Event.Entered;
import almenara.faults.Event.Left;
import almenara.faults.Event.Offered;
import almenara.faults.Finding.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether each answer that was accepted has reached the author of the offer (protocol, sections 4 and 5): it stands in the log, so it has to come to an author that was told of no gap
 * since, in front of whatever came later. An author that has gone, or that was not told that its offer is open, is owed nothing.
 */
final class Answers {

    /** An answer is known by its offer, and by who has heard it. */
    private record Heard(int client, String offer) {
    }

    private final List<Event> history;
    private final Set<Heard> heard = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();

    Answers(List<Event> history) {
        this.history = history;
    }

    List<Finding> findings() {
        return findings(Long.MAX_VALUE);
    }

    /** The same of the answers that were accepted before that moment. */
    List<Finding> findings(long before) {
        List<Answered> answers = of(Answered.class).filter(answer -> answer.at() < before).toList();
        List<Offered> offers = of(Offered.class).toList();
        of(AnswerHeard.class).forEach(one -> heard.add(new Heard(one.client(), one.offer())));
        answers.forEach(answer -> offers.stream().filter(offer -> offer.offer().equals(answer.offer()))
                .filter(offer -> !heard.contains(new Heard(offer.client(), offer.offer()))).forEach(offer -> judge(answer, offer)));
        return findings;
    }

    private <T extends Event> Stream<T> of(Class<T> type) {
        return history.stream().filter(type::isInstance).map(type::cast);
    }

    /** Follows the author of an offer to see whether it could have done without the answer. */
    private void judge(Answered answer, Offered offer) {
        boolean there = false;
        String epoch = "";
        for (Event event : history) {
            if (event.client() != offer.client()) {
                continue;
            }
            boolean since = event.at() > offer.at();
            if (since && event instanceof Entered one && !one.recovered()) {
                return;
            }
            if (event instanceof Entered one) {
                there = true;
                epoch = one.place().epoch();
            } else if (event instanceof Dropped || event instanceof Left) {
                there = false;
            } else if (since && event instanceof Delivered one && epoch.equals(answer.place().epoch()) && one.offset() > answer.place().offset()) {
                find(Kind.SILENT_GAP, answer, offer);
                return;
            }
        }
        if (there && epoch.equals(answer.place().epoch())) {
            find(Kind.NOT_DELIVERED, answer, offer);
        }
    }

    private void find(Kind kind, Answered answer, Offered offer) {
        findings.add(new Finding(kind, "client " + offer.client() + " did not get the answer " + answer));
    }
}
