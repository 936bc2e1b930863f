package almenara.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ChunksTest {

    private static String read(String body) throws IOException {
        return new String(new Chunks(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))).readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void chunksOfAnyLengthAreOneBodyWhereverALineIsCut() throws IOException {
        assertEquals("data: {\"a\":1}\n\n0\r\n", read("6\r\ndata: \r\n9\r\n{\"a\":1}\n\n\r\n3;name=value\r\n0\r\n\r\n0\r\n\r\n"));
        assertEquals("0123456789abcdef\n", read("11\r\n0123456789abcdef\n\r\n0\r\n\r\n"));
    }

    @Test
    void aConnectionThatEndsBetweenTwoChunksEndsTheBody() throws IOException {
        assertEquals("ab", read("2\r\nab\r\n"));
        assertEquals("", read(""));
    }
}
