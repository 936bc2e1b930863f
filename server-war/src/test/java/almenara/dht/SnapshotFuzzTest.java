package almenara.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.dht.krpc.Family;
import almenara.fuzz.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class SnapshotFuzzTest {

    private static final String ID = "abcdefghij0123456789";

    static Stream<byte[]> seeds() {
        return Seeds.texts("d2:id20:" + ID + "5:nodes26:" + ID + "123456e", "d2:id20:" + ID + "6:nodes638:" + ID + "123456789012345678e", "d2:id20:" + ID + "5:nodes0:e");
    }

    @MethodSource("seeds")
    @FuzzTest
    void aFileIsTheMemoryOfANodeOrNone(byte[] file) {
        for (Family family : Family.values()) {
            Optional<Snapshot> read = Snapshot.read(file, family);
            read.ifPresent(snapshot -> assertEquals(read, Snapshot.read(snapshot.bytes(family), family)));
        }
    }
}
