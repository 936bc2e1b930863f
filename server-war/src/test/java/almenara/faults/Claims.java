package almenara.faults;

import almenara.faults.Event.Acknowledged;
import almenara.faults.Event.AnswerHeard;
import almenara.faults.Event.Answered;
import almenara.faults.Event.Claimed;
import almenara.faults.Event.Delivered;
import almenara.faults.Event.Dropped;
import almenara.faults.Event.Left;
import almenara.faults.Event.Published;
import almenara.faults.Event.Released;
import almenara.faults.Finding.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whether any offer of a room had two winners at once (protocol, section 5). A client knows only when it asked and when it was answered: what may have been right is not reported. */
final class Claims {

    /** Without the signals, which are most of it. */
    private final List<Event> history;
    private final List<Finding> findings = new ArrayList<>();

    Claims(List<Event> history) {
        this.history = history.stream().filter(event -> !(event instanceof Delivered || event instanceof Published || event instanceof Acknowledged)).toList();
    }

    List<Finding> findings() {
        of(Claimed.class).map(Claimed::offer).distinct().forEach(this::judge);
        of(Answered.class).map(Answered::offer).distinct().forEach(this::answeredOnce);
        of(AnswerHeard.class).map(AnswerHeard::offer).distinct().forEach(this::heardOnce);
        return findings;
    }

    private <T extends Event> Stream<T> of(Class<T> type) {
        return history.stream().filter(type::isInstance).map(type::cast);
    }

    private void judge(String offer) {
        List<Claimed> claims = of(Claimed.class).filter(one -> one.offer().equals(offer)).toList();
        List<Answered> answers = of(Answered.class).filter(one -> one.offer().equals(offer)).toList();
        for (int i = 0; i < claims.size(); i++) {
            Claimed one = claims.get(i);
            for (Claimed other : claims.subList(0, i)) {
                if (one.client() != other.client() && one.at() < surelyHeldTill(other) && other.at() < surelyHeldTill(one)) {
                    findings.add(new Finding(Kind.TWO_WINNERS, one + " while " + other));
                }
            }
            answers.stream().filter(answer -> answer.at() < one.asked())
                    .forEach(answer -> findings.add(new Finding(Kind.TWO_WINNERS, one + " after " + answer)));
        }
    }

    /** The lease began when it was asked for, or later; it ends early when the claimer acts, or goes. */
    private long surelyHeldTill(Claimed claim) {
        long end = claim.asked() + claim.lease();
        return history.stream().filter(event -> event.client() == claim.client() && event.at() >= claim.at()).mapToLong(event -> switch (event) {
            case Released one when one.offer().equals(claim.offer()) -> one.at();
            case Answered one when one.offer().equals(claim.offer()) -> one.asked();
            case Dropped one -> one.at();
            case Left one -> one.at();
            default -> end;
        }).filter(time -> time < end).min().orElse(end);
    }

    private void answeredOnce(String offer) {
        List<Answered> answers = of(Answered.class).filter(one -> one.offer().equals(offer)).toList();
        if (answers.size() > 1) {
            findings.add(new Finding(Kind.TWO_WINNERS, answers.toString()));
        }
    }

    private void heardOnce(String offer) {
        List<AnswerHeard> answers = of(AnswerHeard.class).filter(one -> one.offer().equals(offer)).toList();
        Set<String> from = new HashSet<>(answers.stream().map(AnswerHeard::from).toList());
        if (from.size() > 1) {
            findings.add(new Finding(Kind.TWO_WINNERS, answers.toString()));
        } else if (answers.size() > 1) {
            findings.add(new Finding(Kind.DELIVERED_TWICE, answers.toString()));
        }
    }
}
