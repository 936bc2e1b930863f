package almenara.cluster;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time of the cluster, as one node has it: what the machine's clock said at the start, and what has passed since by a count that nobody sets. It is put right, and
 * leaps then either way, when most machines of the cluster say something else; while there are not so many of one mind, the nodes keep to the eldest.
 *
 * <p>What is told is kept as what it makes the time at which the count began. Who hears late hears too little, so the greatest of the last few tellings counts.
 */
final class ClusterClock extends Clock {

    private static final int REMEMBERED = 5;
    private static final long SLIGHT_MILLIS = 250;
    private static final long BETWEEN_MILLIS = 2000;

    private final Clock machine;
    private final LongSupplier nanos;
    private final Map<String, Heard> heard = new HashMap<>();
    private OptionalLong wanted = OptionalLong.empty();
    private long looked;
    private volatile long began;

    /** The last tellings of one node. */
    private record Heard(Deque<Long> machines, Deque<Long> times) {

        Heard() {
            this(new ArrayDeque<>(), new ArrayDeque<>());
        }

        static void note(Deque<Long> last, long told) {
            last.addLast(told);
            if (last.size() > REMEMBERED) {
                last.removeFirst();
            }
        }
    }

    /** {@code nanos} counts what passes. */
    ClusterClock(Clock machine, LongSupplier nanos) {
        this.machine = machine;
        this.nanos = nanos;
        this.looked = passed();
        this.began = machine.millis() - looked;
    }

    private long passed() {
        return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
    }

    /** What this node has to tell. */
    Telling telling(String self, boolean known) {
        return new Telling(self, machine.millis(), known ? OptionalLong.of(millis()) : OptionalLong.empty());
    }

    /** By how much the machine's clock is ahead. */
    long ahead() {
        return machine.millis() - millis();
    }

    /** Another node has told this just now, if nothing was in the way. */
    synchronized void hear(Telling telling) {
        Heard those = heard.computeIfAbsent(telling.node(), node -> new Heard());
        long passed = passed();
        Heard.note(those.machines(), telling.machine() - passed);
        telling.time().ifPresent(time -> Heard.note(those.times(), time - passed));
    }

    /** What was told so far counts no more. */
    synchronized void forget() {
        heard.clear();
        wanted = OptionalLong.empty();
    }

    /** True when those have told their time. */
    synchronized boolean knows(Set<String> nodes) {
        return nodes.stream().allMatch(node -> heard.containsKey(node) && !heard.get(node).times().isEmpty());
    }

    /** Takes the time of the first of them who has told it. By how much it was put right. */
    synchronized long join(List<String> others) {
        return set(first(others).orElse(began));
    }

    /** True when it is time for the next look: once in two seconds. */
    synchronized boolean isDue() {
        long now = passed();
        boolean due = now - looked >= BETWEEN_MILLIS;
        looked = due ? now : looked;
        return due;
    }

    /**
     * Compares the clocks; what two looks in a row find is done. The answer is by how much the time was put right.
     *
     * @param elders the nodes that were there before this one, the eldest first
     * @param others all nodes but this one
     */
    synchronized long look(List<String> elders, List<String> others) {
        heard.keySet().retainAll(others);
        List<Long> machines = new ArrayList<>(List.of(machine.millis() - passed()));
        heard.values().forEach(each -> machines.add(Collections.max(each.machines())));
        OptionalLong most = Majority.of(machines, others.size() + 1);
        OptionalLong right = most.isPresent() ? most : first(elders);
        boolean sure = right.isPresent() && wanted.isPresent() && Math.abs(right.getAsLong() - wanted.getAsLong()) <= SLIGHT_MILLIS;
        wanted = right;
        return sure ? set(right.getAsLong()) : 0;
    }

    private OptionalLong first(List<String> nodes) {
        return nodes.stream().map(heard::get).filter(each -> each != null && !each.times().isEmpty()).mapToLong(each -> Collections.max(each.times())).findFirst();
    }

    private long set(long right) {
        long by = right - began;
        if (Math.abs(by) <= SLIGHT_MILLIS) {
            return 0;
        }
        began = right;
        return by;
    }

    @Override
    public long millis() {
        return began + passed();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the time of the cluster has no zone");
    }
}
