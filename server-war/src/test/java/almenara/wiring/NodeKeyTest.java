package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeKeyTest {

    private static final String TOLD = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

    @TempDir
    private Path first;
    @TempDir
    private Path second;
    private final Random random = new Random(1);
    private final MemoryTable table = new MemoryTable(new HandClock());

    private NodeKey key(Path data, MemoryTable shared, String told) {
        Map<String, String> configured = new HashMap<>(Map.of("jboss.server.data.dir", data.toString(), "almenara.nodes-key", told));
        return new NodeKey(Settings.read(configured.keySet(), name -> Optional.ofNullable(configured.get(name))).nodes(), shared, random);
    }

    private static String name(NodeKey key) {
        return HexFormat.of().formatHex(key.get().publicKey().bytes());
    }

    @Test
    void theServersOfAClusterHaveOneKey() {
        String name = name(key(first, table, ""));
        assertEquals(name, name(key(second, table.beside(), "")));
        assertNotEquals(name, name(key(second, new MemoryTable(new HandClock()).beside(), "00".repeat(32))));
    }

    @Test
    void theKeyOutlivesARestartOfAllServersWhicheverIsFirst() {
        String name = name(key(first, table, ""));
        name(key(second, table.beside(), ""));
        assertEquals(name, name(key(first, new MemoryTable(new HandClock()), "")));
        assertEquals(name, name(key(second, new MemoryTable(new HandClock()), "")));
    }

    @Test
    void onlyTheServerReadsTheFile() throws IOException {
        name(key(first, table, ""));
        Path file = first.resolve(NodeKey.FILE);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(65, Files.size(file));
    }

    @Test
    void aServerTakesOverTheKeyOfTheClusterThatItComesInto() {
        name(key(second, new MemoryTable(new HandClock()), ""));
        String name = name(key(first, table, ""));
        assertEquals(name, name(key(second, table.beside(), "")));
        assertEquals(name, name(key(second, new MemoryTable(new HandClock()), "")));
    }

    @Test
    void twoClustersThatBecomeOneHaveOneKey() {
        MemoryTable other = new MemoryTable(new HandClock());
        NodeKey one = key(first, table, "");
        NodeKey two = key(second, other, "");
        assertNotEquals(name(one), name(two));
        one.insist();
        other.put(NodeKey.KEY, table.get(NodeKey.KEY).orElseThrow(), java.time.Duration.ZERO);
        assertEquals(name(one), name(two));
        assertEquals(name(one), name(key(second, new MemoryTable(new HandClock()), "")), "it is kept");
    }

    @Test
    void aKeyThatIsSetIsTheKeyAndGoesNowhere() {
        NodeKey key = key(first, table, TOLD);
        assertEquals("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", name(key));
        key.insist();
        assertEquals(0, table.size());
        assertFalse(Files.exists(first.resolve(NodeKey.FILE)));
    }

    @Test
    void aFileThatHoldsNoKeyIsReplaced() throws IOException {
        Files.writeString(first.resolve(NodeKey.FILE), "junk");
        String name = name(key(first, table, ""));
        assertEquals(name, name(key(first, new MemoryTable(new HandClock()), "")));
    }

    @Test
    void aFolderThatCanNotBeWrittenIsNoReasonToStop() {
        NodeKey key = key(first.resolve("nowhere"), table, "");
        assertArrayEquals(key.get().publicKey().bytes(), key.get().publicKey().bytes());
    }
}
