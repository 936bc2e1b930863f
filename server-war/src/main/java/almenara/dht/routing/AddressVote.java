package almenara.dht.routing;

import almenara.dht.krpc.Networks;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What others say our address is (BEP 42). Nobody is believed alone: each network (IPv4 /24, IPv6 /32) has one vote, the newest 32 count, and an address needs 24
 * of a full 32. Whoever has followed it hears of no other for an hour. Times are in milliseconds.
 */
public final class AddressVote {

    /** How long an address that was followed stays. */
    public static final long REST = 60 * 60 * 1000L;
    private static final int MOST = 32;
    private static final int LEAST = 24;
    private static final int IPV4_BYTES = 4;

    private final Map<ByteBuffer, InetAddress> votes = new LinkedHashMap<>();
    private Optional<Long> followed = Optional.empty();

    /** One that has answered saw us at that address. Returns the address that the vote stands for, if any. */
    public Optional<InetAddress> cast(InetAddress voter, InetAddress seen, long now) {
        ByteBuffer network = network(voter);
        votes.remove(network);
        votes.put(network, seen);
        if (votes.size() > MOST) {
            votes.remove(votes.keySet().iterator().next());
        }
        boolean rests = followed.isPresent() && now - followed.get() < REST;
        return !rests && votes.size() == MOST && votes.values().stream().filter(seen::equals).count() >= LEAST ? Optional.of(seen) : Optional.empty();
    }

    /** The address that most votes are for, if there are any. */
    public Optional<InetAddress> leader() {
        return votes.values().stream().max(Comparator.comparing(seen -> Collections.frequency(votes.values(), seen)));
    }

    private static ByteBuffer network(InetAddress voter) {
        if (Networks.isPrivate(voter)) {
            return ByteBuffer.wrap(voter.getAddress());
        }
        return voter.getAddress().length == IPV4_BYTES ? Networks.near(voter) : Networks.far(voter);
    }

    /** The address was followed: all votes are forgotten. */
    public void follow(long now) {
        votes.clear();
        followed = Optional.of(now);
    }
}
