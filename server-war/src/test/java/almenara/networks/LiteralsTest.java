package almenara.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteralsTest {

    @ParameterizedTest
    @CsvSource({"203.0.113.9, 203.0.113.9", "::ffff:203.0.113.9, 203.0.113.9", "0:0:0:0:0:0:0:1, ::1", "::, ::", "2001:DB8::1, 2001:db8::1", "fe80::1%eth0, fe80::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1", "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1", "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::", "10:0:0:20:0:0:0:30, 10:0:0:20::30", "2001:db8:10:0:0:0:0:0, 2001:db8:10::"})
    void anAddressIsWrittenInOneWay(String address, String canonical) {
        assertEquals(canonical, Literals.canonical(Literals.bytes(address)));
    }

    @Test
    void nothingIsLookedAtThatIsLongerThanAnAddress() {
        String longest = "0000:0000:0000:0000:0000:ffff:192.168.100.200";
        assertEquals(Literals.LONGEST, longest.length());
        assertTrue(Literals.isAddress(longest));
        assertFalse(Literals.isAddress('0' + longest));
        assertFalse(assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Literals.isAddress(":".repeat(1_000_000) + 'x')));
    }
}
