package almenara.it;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A client, of a WebSocket or, each fifth, of an event stream, that joins a room and reads no more; but it says now and then that it is there, and sees so when it is not any more. */
final class Stalled implements Herd.Life {

    private static final int NARROW = 4096;
    private static final Duration PACE = Duration.ofSeconds(1);
    private static final int STREAMS = 5;

    private final List<String> rooms;
    private final Duration patience;

    /** Streams, which don't see their end, come again after {@code patience}. */
    Stalled(List<String> rooms, Duration patience) {
        this.rooms = rooms;
        this.patience = patience;
    }

    @Override
    public void live(int number, Random random) throws IOException {
        String room = rooms.get(number % rooms.size());
        if (number % STREAMS == 0) {
            try (Wire wire = Wire.request(Torn.connect(random, NARROW), "GET /room/" + room + " HTTP/1.1", "Host: x", "Accept: text/event-stream")) {
                Herd.pause(patience);
            }
        } else {
            try (Wire wire = Wire.upgrade(Torn.connect(random, NARROW), room)) {
                wire.join();
                for (;;) {
                    Herd.pause(PACE);
                    wire.frame(Wire.PONG, "");
                }
            }
        }
    }
}
