package almenara.sharedstate;

import almenara.messages.StateEntry;
import almenara.messages.StateEntry.Signed;
import almenara.tables.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When the newest entry of a key of a signed table was written, remembered beside the entries until everything older has ended: an entry bleaches away sooner
 * than one that it replaced may end, and that one shall not come back. So many keys are remembered; what was replaced at others may come back.
 */
final class Newest {

    private static final String PREFIX = "newest/";

    private final Table table;
    private final SharedStateLimits limits;
    private final Clock clock;
    private final Set<String> remembered = ConcurrentHashMap.newKeySet();

    Newest(Table table, SharedStateLimits limits, Clock clock) {
        this.table = table;
        this.limits = limits;
        this.clock = clock;
    }

    /** True for a key under which a time is remembered, and no entry. */
    static boolean isKey(String key) {
        return key.startsWith(PREFIX);
    }

    /** True when something newer has been at the key. */
    boolean bars(Slot slot, StateEntry entry) {
        return entry.rank() instanceof Signed rank && table.get(PREFIX + slot.text()).filter(time -> Long.parseLong(time) > rank.time()).isPresent();
    }

    /** Remembers when the entry was written, if it is signed and newer. */
    void note(Slot slot, StateEntry entry) {
        if (!(entry.rank() instanceof Signed rank)) {
            return;
        }
        String key = PREFIX + slot.text();
        boolean noted = false;
        while (!noted) {
            Optional<String> there = table.get(key);
            boolean known = there.filter(time -> Long.parseLong(time) >= rank.time()).isPresent();
            noted = known || there.isEmpty() && remembered.size() >= limits.newest() || write(slot, there, rank.time());
        }
    }

    /** Whatever is older has ended when the longest time is over that an author may give. */
    private boolean write(Slot slot, Optional<String> there, long time) {
        String key = PREFIX + slot.text();
        Duration life = Duration.ofMillis(Math.max(1, time + limits.part(slot.table()).longest().toMillis() - clock.millis()));
        String text = Long.toString(time);
        return there.map(old -> table.replace(key, old, text, life)).orElseGet(() -> table.putIfAbsent(key, text, life));
    }

    /** Throws a {@link RuntimeException} for what is no time. */
    static void read(String value) {
        Long.parseLong(value);
    }

    void reset(Map<String, String> entries) {
        entries.keySet().stream().filter(Newest::isKey).forEach(remembered::add);
        remembered.removeIf(key -> !entries.containsKey(key));
    }

    void stored(String key) {
        remembered.add(key);
    }

    void gone(String key) {
        remembered.remove(key);
    }
}
