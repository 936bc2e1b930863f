package almenara.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.keys.PublicKey;
import almenara.seal.Verifier.Finding;
import almenara.tables.MemoryTable;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Reads docs/vectors/seal.json as every other implementation does: what concerns a node. */
class VectorsTest {

    private static final JsonObject VECTORS = Vectors.read();
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(VECTORS.getInt("now")), ZoneOffset.UTC);

    /** Draws the bytes it is given. */
    private record Drawn(byte[] bytes) implements RandomGenerator {

        @Override
        public void nextBytes(byte[] into) {
            System.arraycopy(bytes, 0, into, 0, into.length);
        }

        @Override
        public long nextLong() {
            throw new AssertionError("only bytes are drawn");
        }
    }

    private static Challenges challenges(byte[] random) {
        Duration life = Duration.ofSeconds(VECTORS.getInt("life"));
        return new Challenges(Vectors.hex(VECTORS, "root"), List.of(), life, new Challenges.Means(CLOCK, new Drawn(random)));
    }

    private static Finding verify(String room, String proof) {
        return new Verifier(challenges(new byte[0]), new MemoryTable(CLOCK)).verify(room, proof);
    }

    @Test
    void aRoomIdIsTheHashOfTheRoomsKeyAndAPeerIdThatOfThePeers() {
        for (JsonObject room : Vectors.list(VECTORS, "rooms")) {
            assertEquals(room.getString("room"), Bytes.text(Bytes.sha256(Vectors.hex(room, "key"))));
            Vectors.list(room, "peers").forEach(peer -> assertEquals(peer.getString("peer"), JoinProof.id(new PublicKey(Vectors.hex(peer, "key")))));
        }
    }

    @Test
    void challengesAreThoseOfTheVectors() {
        for (JsonObject join : Vectors.list(VECTORS, "joins")) {
            assertEquals(VECTORS.getInt("now"), join.getInt("issued"));
            assertEquals(join.getString("challenge"), challenges(Vectors.hex(join, "random")).issue(join.getString("host")));
        }
    }

    @Test
    void theProofsOfTheSdkAreTaken() {
        for (JsonObject join : Vectors.list(VECTORS, "joins")) {
            Finding expected = new Finding(Verdict.PROVEN, join.getString("peer"), join.getBoolean("member"));
            assertEquals(expected, verify(join.getString("room"), join.getString("proof")));
        }
    }

    @Test
    void badProofsAreRefusedForWhatIsWrongWithThem() {
        String room = Vectors.list(VECTORS, "joins").getFirst().getString("room");
        Vectors.list(VECTORS, "refused").forEach(each ->
                assertEquals(each.getString("verdict"), verify(room, each.getString("proof")).verdict().wire(), each.getString("why")));
    }
}
