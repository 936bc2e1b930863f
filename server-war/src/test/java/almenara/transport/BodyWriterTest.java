package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BodyWriterTest {

    /** A reader that takes so many writes before it has to be waited for. */
    private static final class Reader extends ServletOutputStream {
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private int writes;

        @Override
        public boolean isReady() {
            return writes > 0;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            // the test calls it
        }

        @Override
        public void write(int value) {
            throw new AssertionError("parts are written");
        }

        @Override
        public void write(byte[] bytes, int start, int length) {
            assertEquals(true, writes-- > 0, "nobody writes to who is not ready");
            read.write(bytes, start, length);
        }
    }

    private final Reader reader = new Reader();
    private final byte[] body = new byte[40_000];
    private final AtomicInteger ends = new AtomicInteger();
    private final BodyWriter writer = new BodyWriter(body, ends::incrementAndGet);

    @BeforeEach
    void start() {
        writer.start(reader);
    }

    private void take(int writes) throws IOException {
        reader.writes = writes;
        writer.onWritePossible();
    }

    @Test
    void aReaderThatIsSlowHasItInParts() throws IOException {
        new Random(1).nextBytes(body);
        for (int part = 0; part < 3; part++) {
            take(0);
            assertEquals(0, ends.get());
            take(1);
        }
        take(1);
        assertEquals(1, ends.get());
        assertArrayEquals(body, reader.read.toByteArray());
    }

    @Test
    void whenTheTimeIsOverNothingIsWrittenAnyMore() throws IOException {
        take(1);
        writer.finish();
        take(9);
        writer.finish();
        writer.onError(new IOException("gone"));
        assertEquals(1, ends.get());
        assertEquals(16_384, reader.read.size());
    }

    @Test
    void aReaderThatIsGoneEndsIt() {
        writer.onError(new IOException("gone"));
        assertEquals(1, ends.get());
    }
}
