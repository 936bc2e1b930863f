package almenara.dht.routing;

import almenara.dht.krpc.Networks;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What others say our address is (BEP 42). Nobody is believed alone: each network has one vote, the newest 32 count, and an address needs eight and more than half of them. */
public final class AddressVote {

    private static final int MOST = 32;
    private static final int LEAST = 8;

    private final Map<ByteBuffer, InetAddress> votes = new LinkedHashMap<>();

    /** One that has answered saw us at that address. Returns the address that the vote stands for, if any. */
    public Optional<InetAddress> cast(InetAddress voter, InetAddress seen) {
        ByteBuffer network = Networks.isPrivate(voter) ? ByteBuffer.wrap(voter.getAddress()) : Networks.near(voter);
        votes.remove(network);
        votes.put(network, seen);
        if (votes.size() > MOST) {
            votes.remove(votes.keySet().iterator().next());
        }
        long same = votes.values().stream().filter(seen::equals).count();
        return same >= LEAST && same * 2 > votes.size() ? Optional.of(seen) : Optional.empty();
    }

    /** Forgets all votes. */
    public void clear() {
        votes.clear();
    }
}
