package almenara.wiring;

import almenara.dht.Dht;
import almenara.limits.Rate;
import almenara.signaling.Toll;
import almenara.transport.DhtDesk;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The way of pages into the DHT. */
final class Gateway {

    private Gateway() {
    }

    /** {@code dht}: none as long as it is off; {@code random} is unpredictable. */
    static DhtDesk desk(Settings.Gateway wanted, Supplier<Optional<Dht>> dht, Toll toll, RandomGenerator random) {
        DhtDesk.Quota quota = new DhtDesk.Quota(Rate.aMinute(wanted.gets(), random), Rate.aMinute(wanted.puts(), random), System::nanoTime);
        return new DhtDesk(dht, wanted.rules(), quota, toll);
    }
}
