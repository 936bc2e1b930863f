package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.messages.Refusal;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyReaderTest {

    private static final int MOST = 8;

    private final List<String> told = new ArrayList<>();

    /** What a client has sent so far. */
    private static final class Sent extends ServletInputStream {

        private final ByteArrayInputStream bytes;

        Sent(String text) {
            bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public boolean isReady() {
            return bytes.available() > 0;
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    private BodyReader reader(String sent) {
        return new BodyReader(new Sent(sent), MOST, new BodyReader.Receiver() {

            @Override
            public void received(byte[] body) {
                told.add("received " + new String(body, StandardCharsets.UTF_8));
            }

            @Override
            public void refused(Refusal refusal) {
                told.add("refused " + refusal.code().wire());
            }

            @Override
            public void ended() {
                told.add("ended");
            }

            @Override
            public void gone() {
                told.add("gone");
            }
        });
    }

    @Test
    void aBodyIsHandedOnWholeAndOnce() throws IOException {
        BodyReader reader = reader("12345678");
        reader.onDataAvailable();
        reader.onAllDataRead();
        reader.giveUp();
        assertEquals(List.of("received 12345678"), told);
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws IOException {
        reader("123456789").onDataAvailable();
        assertEquals(List.of("refused too-large"), told);
    }

    @Test
    void theRestOfABodyThatIsTooLargeIsReadAndItsEndIsHeard() throws IOException {
        BodyReader reader = reader("1234567890123456");
        reader.onDataAvailable();
        reader.onAllDataRead();
        assertEquals(List.of("refused too-large", "ended"), told);
    }

    @Test
    void aBodyThatIsFarTooLargeIsNotReadOn() {
        BodyReader reader = reader("12345678901234567");
        reader.onError(assertThrows(IOException.class, reader::onDataAvailable));
        assertEquals(List.of("refused too-large", "gone"), told);
    }

    @Test
    void theEndOfABodyThatWasGivenUpIsHeard() {
        BodyReader reader = reader("1");
        reader.giveUp();
        reader.onAllDataRead();
        assertEquals(List.of("refused bad-message", "ended"), told);
    }

    @Test
    void theWayFromAClientWhoseBodyWasGivenUpIsClosedWhenMoreOfItComes() {
        BodyReader reader = reader("1");
        reader.giveUp();
        reader.onError(assertThrows(IOException.class, reader::onDataAvailable));
        assertEquals(List.of("refused bad-message", "gone"), told);
    }

    @Test
    void nobodyIsAnsweredWhoHasGone() {
        BodyReader reader = reader("");
        reader.onError(new IOException("reset"));
        reader.giveUp();
        assertEquals(List.of("gone"), told);
    }
}
