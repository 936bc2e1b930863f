package almenara.cluster;

import java.time.Clock;
import java.time.Instant;
import org.infinispan.commons.time.DefaultTimeService;
import org.infinispan.commons.time.TimeService;
import org.infinispan.factories.GlobalComponentRegistry;
import org.infinispan.factories.impl.BasicComponentRegistry;
import org.infinispan.manager.EmbeddedCacheManager;

/** The time by which Infinispan ends the lives of entries, which it takes from the machine's clock otherwise, and has no setting for. */
final class CacheTime extends DefaultTimeService {

    private final Clock clock;

    private CacheTime(Clock clock) {
        this.clock = clock;
    }

    /** From now on all caches of the manager go by that clock. */
    static void set(EmbeddedCacheManager manager, Clock clock) {
        replace(manager, new CacheTime(clock));
    }

    /** All caches go by the clock of the machine again, if there are any left. */
    static void reset(EmbeddedCacheManager manager) {
        if (manager.getStatus().allowInvocations()) {
            replace(manager, DefaultTimeService.INSTANCE);
        }
    }

    private static void replace(EmbeddedCacheManager manager, TimeService time) {
        GlobalComponentRegistry all = GlobalComponentRegistry.of(manager);
        all.getComponent(BasicComponentRegistry.class).replaceComponent(TimeService.class.getName(), time, false);
        all.rewire();
        all.rewireNamedRegistries();
    }

    @Override
    public long wallClockTime() {
        return clock.millis();
    }

    @Override
    public Instant instant() {
        return clock.instant();
    }
}
