package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import almenara.messages.Refusal;
import almenara.tables.ClusterView;
import almenara.tables.FakeCluster;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import almenara.tables.Table;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private NodeKey key(Path data, Table shared, String told) {
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
        one.merged();
        one.round(new FakeCluster().join("one"));
        other.put(NodeKey.KEY, table.get(NodeKey.KEY).orElseThrow(), java.time.Duration.ZERO);
        assertEquals(name(one), name(two));
        assertEquals(name(one), name(key(second, new MemoryTable(new HandClock()), "")), "it is kept");
    }

    /** A table that can't be written to now and then. */
    private Table moody(Table behind, AtomicBoolean refuses) {
        return (Table) Proxy.newProxyInstance(Table.class.getClassLoader(), new Class<?>[] {Table.class}, (proxy, method, arguments) -> {
            if (refuses.get()) {
                throw new Refusal(Refusal.Code.UNAVAILABLE, "the cluster can't say");
            }
            return method.invoke(behind, arguments);
        });
    }

    @Test
    void whoCanNotSayWhoseKeyItIsSaysSoInTheNextRoundAndOnce() {
        AtomicBoolean refuses = new AtomicBoolean();
        NodeKey one = key(first, moody(table, refuses), "");
        String name = name(one);
        String secret = table.get(NodeKey.KEY).orElseThrow();
        ClusterView cluster = new FakeCluster().join("one");
        table.put(NodeKey.KEY, "11".repeat(32), java.time.Duration.ZERO);
        one.merged();
        refuses.set(true);
        one.round(cluster);
        refuses.set(false);
        one.round(cluster);
        assertEquals(secret, table.get(NodeKey.KEY).orElseThrow());
        assertEquals(name, name(one));
        table.put(NodeKey.KEY, "22".repeat(32), java.time.Duration.ZERO);
        one.round(cluster);
        assertNotEquals(name, name(one));
    }

    @Test
    void onlyTheServerThatLeadsSaysWhoseKeyItIs() {
        FakeCluster cluster = new FakeCluster();
        ClusterView one = cluster.join("one");
        ClusterView two = cluster.join("two");
        NodeKey follower = key(first, table, "");
        name(follower);
        table.put(NodeKey.KEY, "11".repeat(32), java.time.Duration.ZERO);
        follower.merged();
        follower.round(one.leads(NodeKey.KEY) ? two : one);
        assertEquals("11".repeat(32), table.get(NodeKey.KEY).orElseThrow());
    }

    @Test
    void aKeyThatIsSetIsTheKeyAndGoesNowhere() {
        NodeKey key = key(first, table, TOLD);
        assertEquals("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", name(key));
        key.merged();
        key.round(new FakeCluster().join("one"));
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
