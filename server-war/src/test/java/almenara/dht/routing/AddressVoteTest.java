package almenara.dht.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddressVoteTest {

    private final AddressVote vote = new AddressVote();

    private static InetAddress ip(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Optional<InetAddress> cast(String voter, String seen) {
        return vote.cast(ip(voter), ip(seen));
    }

    @Test
    void eightNetworksThatAgreeAreBelieved() {
        for (int i = 1; i < 8; i++) {
            assertEquals(Optional.empty(), cast(i + ".0.0.1", "8.8.8.8"));
        }
        assertEquals(Optional.of(ip("8.8.8.8")), cast("9.0.0.1", "8.8.8.8"));
    }

    @Test
    void aNetworkHasOneVote() {
        for (int i = 1; i < 200; i++) {
            assertEquals(Optional.empty(), cast("1.0.0." + i, "8.8.8.8"));
        }
    }

    @Test
    void aMinorityIsNotBelieved() {
        for (int i = 1; i <= 9; i++) {
            cast(i + ".0.0.1", "8.8.8.8");
        }
        for (int i = 11; i <= 19; i++) {
            assertEquals(Optional.empty(), cast(i + ".0.0.1", "6.6.6.6"));
        }
        assertEquals(Optional.of(ip("6.6.6.6")), cast("20.0.0.1", "6.6.6.6"));
    }

    @Test
    void theNewestThirtyTwoCount() {
        for (int i = 1; i <= 40; i++) {
            cast(i + ".0.0.1", "8.8.8.8");
        }
        for (int i = 51; i <= 66; i++) {
            assertEquals(Optional.empty(), cast(i + ".0.0.1", "6.6.6.6"));
        }
        assertEquals(Optional.of(ip("6.6.6.6")), cast("67.0.0.1", "6.6.6.6"));
        vote.clear();
        assertEquals(Optional.empty(), cast("68.0.0.1", "6.6.6.6"));
    }
}
