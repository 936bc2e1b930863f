package almenara.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.pow.Verdict;
import almenara.signaling.Tally.What;
import almenara.transport.Hearing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Metrics metrics = new Metrics(registry);

    @Test
    void eachThingThatHappensHasACounterOfItsName() {
        metrics.count(What.JOIN);
        metrics.count(What.QUEUE_OVERFLOW);
        metrics.count(What.QUEUE_OVERFLOW);
        assertEquals(1, registry.get("almenara.join").counter().count());
        assertEquals(2, registry.get("almenara.queue.overflow").counter().count());
        assertEquals(2, metrics.counted(What.QUEUE_OVERFLOW));
        assertEquals(0, metrics.counted(What.LEAVE));
    }

    @Test
    void thePageForOperatorsNamesEveryCounter() throws IOException {
        String page = Files.readString(Path.of("..", "wildfly-config", "README.md"));
        for (What what : What.values()) {
            String name = "`almenara_" + what.name().toLowerCase(Locale.ROOT) + "_total`";
            assertTrue(page.contains(name), name);
        }
        for (Verdict verdict : Verdict.values()) {
            assertTrue(page.contains('`' + verdict.wire() + '`'), verdict.wire());
        }
    }

    @Test
    void whatIsWatchedIsStillReadWhenTheCollectorHasBeenThere() {
        IntSupplier[] others = {new AtomicInteger(1)::get};
        WeakReference<IntSupplier> other = new WeakReference<>(others[0]);
        metrics.watchDialect("y-webrtc", new AtomicInteger(2)::get);
        metrics.watchUnreadable(new AtomicInteger(3)::get);
        others[0] = null;
        while (other.get() != null) {
            System.gc();
        }
        assertEquals(2, registry.get("almenara.dialect.connections").gauge().value());
        assertEquals(3, registry.get("almenara.unreadable").gauge().value());
    }

    @Test
    void framesOfDialectsAreCountedByWhatBecameOfThemAndConnectionsByDialect() throws IOException {
        metrics.watchDialect("y-webrtc", () -> 1);
        metrics.watchDialect("another", () -> 0);
        metrics.heard("y-webrtc", Hearing.PASSED_OVER);
        assertEquals(1, registry.get("almenara.dialect.frame").tag("dialect", "y-webrtc").tag("outcome", "passed-over").counter().count());
        assertEquals(0, registry.get("almenara.dialect.frame").tag("dialect", "another").tag("outcome", "passed-over").counter().count());
        assertEquals(1, registry.get("almenara.dialect.connections").tag("dialect", "y-webrtc").gauge().value());
        String page = Files.readString(Path.of("..", "wildfly-config", "README.md"));
        for (Hearing hearing : Hearing.values()) {
            assertTrue(page.contains('`' + hearing.wire() + '`'), hearing.wire());
        }
    }

    @Test
    void paymentsAreCountedByWhatTheyWere() {
        metrics.paid(Verdict.PAID);
        metrics.paid(Verdict.TOO_LOW);
        metrics.paid(Verdict.TOO_LOW);
        assertEquals(1, registry.get("almenara.payment").tag("verdict", "paid").counter().count());
        assertEquals(2, registry.get("almenara.payment").tag("verdict", "too-low").counter().count());
        assertEquals(0, registry.get("almenara.payment").tag("verdict", "spent").counter().count());
    }

    @Test
    void aDeliveryCountsInEveryBucketThatHoldsIt() {
        metrics.delivered(TimeUnit.MICROSECONDS.toNanos(999));
        metrics.delivered(TimeUnit.MILLISECONDS.toNanos(1));
        metrics.delivered(TimeUnit.SECONDS.toNanos(60));
        assertEquals(1, bucket("0.001"));
        assertEquals(2, bucket("0.005"));
        assertEquals(2, bucket("5.0"));
        assertEquals(3, bucket("+Inf"));
        assertEquals(3, registry.get("almenara.delivery").timer().count());
    }

    private double bucket(String bound) {
        return registry.get("almenara.delivery.bucket").tag("le", bound).gauge().value();
    }

    @Test
    void theMetersGoWithTheDeployment() {
        registry.counter("somebody.else");
        assertTrue(registry.getMeters().size() > 1);
        metrics.close();
        assertFalse(registry.getMeters().isEmpty());
        assertTrue(registry.getMeters().stream().allMatch(meter -> meter.getId().getName().equals("somebody.else")));
    }
}
