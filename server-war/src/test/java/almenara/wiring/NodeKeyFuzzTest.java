package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.fuzz.Seeds;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The file in which a server keeps the key of its cluster. */
class NodeKeyFuzzTest {

    private static final String SECRET = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

    static Stream<byte[]> seeds() {
        return Stream.concat(Seeds.texts(SECRET, SECRET + '\n', " \t" + SECRET + "\r\n\n", SECRET.toUpperCase(java.util.Locale.ROOT), SECRET + "00", SECRET.substring(2), "", SECRET + '\n' + SECRET),
                Stream.of(new byte[] {(byte) 0xff, (byte) 0xfe}, SECRET.getBytes(StandardCharsets.UTF_16)));
    }

    private static String name(Path data) {
        Map<String, String> configured = Map.of("jboss.server.data.dir", data.toString());
        Settings.Nodes settings = Settings.read(configured.keySet(), name -> Optional.ofNullable(configured.get(name))).nodes();
        return HexFormat.of().formatHex(new NodeKey(settings, new MemoryTable(new HandClock()), new Random(1)).get().publicKey().bytes());
    }

    @MethodSource("seeds")
    @FuzzTest
    void aServerHasTheKeyOfItsFileOrMakesAnotherAndKeepsThat(byte[] input) throws IOException {
        Path data = Files.createTempDirectory("almenara-key");
        Path file = data.resolve(NodeKey.FILE);
        try {
            Files.write(file, input);
            String name = name(data);
            String kept = Files.readString(file).strip();
            assertTrue(kept.matches("[0-9a-f]{64}"));
            String before = Seeds.text(input).strip();
            assertTrue(!before.matches("[0-9a-f]{64}") || before.equals(kept));
            assertEquals(name, name(data));
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(data);
        }
    }
}
