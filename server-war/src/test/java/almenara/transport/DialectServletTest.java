package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectServletTest {

    @ParameterizedTest
    @CsvSource({"'',''", "/,''", "//,''", "/peerjs/id,peerjs/id", "//a//b//,a//b", "a,a"})
    void slashesAtEitherEndDoNotCount(String path, String below) {
        assertEquals(below, DialectServlet.below(path));
    }

    @Test
    void aPathOfSlashesTakesNoLongerThanOthers() {
        String slashes = "/".repeat(1_000_000);
        assertEquals("a" + slashes + "b", assertTimeoutPreemptively(Duration.ofSeconds(5), () -> DialectServlet.below(slashes + "a" + slashes + "b" + slashes)));
    }
}
