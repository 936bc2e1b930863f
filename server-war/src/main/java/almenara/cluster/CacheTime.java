package almenara.cluster;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.infinispan.commons.time.DefaultTimeService;
import org.infinispan.commons.time.TimeService;
import org.infinispan.container.impl.InternalDataContainer;
import org.infinispan.container.impl.InternalEntryFactory;
import org.infinispan.expiration.impl.InternalExpirationManager;
import org.infinispan.factories.ComponentRegistry;
import org.infinispan.factories.GlobalComponentRegistry;
import org.infinispan.factories.impl.BasicComponentRegistry;
import org.infinispan.interceptors.AsyncInterceptorChain;
import org.infinispan.interceptors.impl.CallInterceptor;
import org.infinispan.interceptors.locking.ClusteringDependentLogic;
import org.infinispan.manager.EmbeddedCacheManager;

/** The time by which Infinispan ends the lives of entries, which it takes from the machine's clock otherwise, and has no setting for. */
final class CacheTime extends DefaultTimeService {

    /** What a cache has that asks for the time, beside its last interceptor. */
    private static final List<Class<?>> ASKING = List.of(InternalEntryFactory.class, InternalDataContainer.class, InternalExpirationManager.class, ClusteringDependentLogic.class);

    private final Clock clock;

    CacheTime(Clock clock) {
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

    /** Not everything is wired anew: whoever waits for a state that comes in would wait in vain. */
    private static void replace(EmbeddedCacheManager manager, TimeService time) {
        GlobalComponentRegistry all = GlobalComponentRegistry.of(manager);
        all.getComponent(BasicComponentRegistry.class).replaceComponent(TimeService.class.getName(), time, false);
        all.getNamedComponentRegistries().forEach(CacheTime::tell);
    }

    private static void tell(ComponentRegistry cache) {
        BasicComponentRegistry components = cache.getComponent(BasicComponentRegistry.class);
        ASKING.stream().<Object>map(type -> cache.getComponent(type)).filter(Objects::nonNull).forEach(asking -> components.wireDependencies(asking, false));
        CallInterceptor last = cache.getComponent(AsyncInterceptorChain.class).findInterceptorWithClass(CallInterceptor.class);
        if (last != null) {
            components.wireDependencies(last, false);
        }
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
