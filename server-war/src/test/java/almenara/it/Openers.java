package almenara.it;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that go into room after room where nobody has been, and leave each at once: so many rooms altogether, and more until one was refused. */
final class Openers implements Herd.Life {

    static final int CONNECTIONS = 8;
    /** Rooms that a connection asks for before it reads what came of it. */
    private static final int AT_ONCE = 8;
    private static final int JOIN = 1;
    private static final int LEAVE = 2;

    private final int rooms;
    private final AtomicLong opened = new AtomicLong();
    private final Map<String, Long> codes = new ConcurrentHashMap<>();

    Openers(int rooms) {
        this.rooms = rooms;
    }

    long opened() {
        return opened.get();
    }

    long refused() {
        return codes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** With what codes, and how often. */
    Map<String, Long> codes() {
        return codes;
    }

    boolean isDone() {
        return opened() + refused() >= rooms && refused() > 0;
    }

    @Override
    public void live(int number, Random random) throws IOException {
        try (Wire wire = Wire.upgrade(Torn.connect(random, 0), Server.room())) {
            wire.join();
            while (!isDone()) {
                for (int ask = 0; ask < AT_ONCE; ask++) {
                    String room = Server.room();
                    wire.command("'type':'join','room':'" + room + "','ref':" + JOIN);
                    wire.command("'type':'leave','room':'" + room + "','ref':" + LEAVE);
                }
                for (int answers = 0; answers < 2 * AT_ONCE; answers++) {
                    count(Server.parse(wire.await("\"ref\":")));
                }
            }
        }
    }

    /** What comes of joining; a room that was not joined is not left either. */
    private void count(JsonObject answer) {
        if (answer.getString("type").equals("joined")) {
            opened.incrementAndGet();
        } else if (answer.getInt("ref") == JOIN) {
            codes.merge(answer.getString("code"), 1L, Long::sum);
        }
    }
}
