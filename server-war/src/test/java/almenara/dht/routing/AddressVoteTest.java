package almenara.dht.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddressVoteTest {

    private final AddressVote vote = new AddressVote();
    private long now = 5;

    private static InetAddress ip(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Optional<InetAddress> cast(String voter, String seen) {
        return vote.cast(ip(voter), ip(seen), now);
    }

    /** Networks, from the one of that number on, say one after another that we are there. Returns what the last one's vote comes to. */
    private Optional<InetAddress> cast(int from, int count, String seen) {
        Optional<InetAddress> last = Optional.empty();
        for (int i = from; i < from + count; i++) {
            last = cast(i + 20 + ".0.0.1", seen);
        }
        return last;
    }

    @Test
    void nobodyIsBelievedBeforeThirtyTwoHaveVoted() {
        assertEquals(Optional.empty(), cast(1, 31, "8.8.8.8"));
        assertEquals(Optional.of(ip("8.8.8.8")), cast(32, 1, "8.8.8.8"));
    }

    @Test
    void twentyFourOfThirtyTwoAreBelievedAndTwentyThreeAreNot() {
        cast(1, 9, "6.6.6.6");
        assertEquals(Optional.empty(), cast(10, 23, "8.8.8.8"));
        assertEquals(Optional.of(ip("8.8.8.8")), cast(33, 1, "8.8.8.8"), "the oldest of the others no longer counts");
    }

    @Test
    void aNetworkHasOneVote() {
        cast(1, 31, "8.8.8.8");
        for (int i = 1; i < 100; i++) {
            assertEquals(Optional.empty(), cast("51.0.0." + i, "8.8.8.8"));
        }
    }

    @Test
    void aProviderOfIpv6HasOneVote() {
        for (int i = 1; i < 100; i++) {
            assertEquals(Optional.empty(), cast("2a00:1:" + i + "::1", "2a01::8"));
        }
        for (int i = 2; i < 32; i++) {
            assertEquals(Optional.empty(), cast("2a00:" + i + "::1", "2a01::8"));
        }
        assertEquals(Optional.of(ip("2a01::8")), cast("2a00:32::1", "2a01::8"));
    }

    @Test
    void theLeaderIsWhatMostSay() {
        assertEquals(Optional.empty(), vote.leader());
        cast(1, 2, "6.6.6.6");
        cast(3, 3, "8.8.8.8");
        cast(6, 1, "7.7.7.7");
        assertEquals(Optional.of(ip("8.8.8.8")), vote.leader());
    }

    @Test
    void whoHasFollowedRestsForAnHour() {
        cast(1, 32, "8.8.8.8");
        vote.follow(now);
        now += AddressVote.REST - 1;
        assertEquals(Optional.empty(), cast(1, 32, "6.6.6.6"));
        now++;
        assertEquals(Optional.of(ip("6.6.6.6")), cast(33, 1, "6.6.6.6"));
        vote.follow(now);
        now += AddressVote.REST;
        assertEquals(Optional.empty(), cast(1, 31, "8.8.8.8"), "the votes from before are forgotten");
    }
}
