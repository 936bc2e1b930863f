package almenara.it;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** A client that comes into a room, over a WebSocket or, each fifth, an event stream, says this and that, and goes in one way or another. */
final class Churn implements Herd.Life {

    private static final int STREAMS = 5;
    private static final int WORDS = 4;
    private static final byte[] GOING_AWAY = {0x03, (byte) 0xe9};

    private final List<String> rooms;
    private final Duration stay;
    private final AtomicLong gone = new AtomicLong();

    /** A client stays for so long on average. */
    Churn(List<String> rooms, Duration stay) {
        this.rooms = rooms;
        this.stay = stay;
    }

    long gone() {
        return gone.get();
    }

    @Override
    public void live(int number, Random random) throws IOException {
        String room = rooms.get(random.nextInt(rooms.size()));
        Socket socket = Torn.connect(random, 0);
        if (number % STREAMS == 0) {
            try (Wire wire = Wire.request(socket, "GET /room/" + room + " HTTP/1.1", "Host: x", "Accept: text/event-stream")) {
                Herd.pause(some(random, stay));
            }
        } else {
            try (Wire wire = Wire.upgrade(socket, room)) {
                wire.join();
                for (int word = 0; word < WORDS; word++) {
                    Herd.pause(some(random, stay.dividedBy(WORDS)));
                    wire.command("'type':'signal','ref':1,'data':{'word':" + word + '}');
                    wire.await("\"ref\":1");
                }
                go(socket, wire, random);
            }
        }
        gone.incrementAndGet();
    }

    /** Up to twice as long, as long on average. */
    private static Duration some(Random random, Duration mean) {
        return mean.multipliedBy(random.nextInt(200)).dividedBy(100);
    }

    private static void go(Socket socket, Wire wire, Random random) throws IOException {
        switch (random.nextInt(5)) {
            case 0 -> {
                wire.command("'type':'leave','ref':2");
                wire.await("\"ref\":2");
            }
            case 1 -> wire.frame(Wire.CLOSE, GOING_AWAY);
            case 2 -> socket.setSoLinger(true, 0);
            case 3 -> socket.shutdownOutput();
            default -> { }
        }
    }
}
