package almenara.wiring;

import static almenara.wiring.DhtServer.await;
import static almenara.wiring.DhtServer.freePort;
import static almenara.wiring.DhtServer.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Dictionary;
import almenara.bencode.Value;
import almenara.dht.Client.Stored;
import almenara.dht.krpc.Fault;
import almenara.dht.krpc.NodeId;
import almenara.dht.store.Item;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three of our nodes among twenty of npm's bittorrent-dht, on 127.0.0.1: each side reads what the other has written, and holds the other to the rules. */
class DhtOracleIT {

    private static final String HOST = "127.0.0.1";
    private static final byte[] SALT = "salt".getBytes(StandardCharsets.UTF_8);
    private static final List<DhtServer> SERVERS = new ArrayList<>();
    private static final List<Integer> PORTS = new ArrayList<>();
    private static Process oracle;
    private static BufferedReader answers;
    private static PrintWriter commands;

    @BeforeAll
    static void theyMeet() throws IOException {
        oracle = new ProcessBuilder("node", "oracle.mjs").directory(Path.of("src", "test", "oracle").toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        answers = oracle.inputReader();
        commands = new PrintWriter(oracle.outputWriter(), true);
        String port = answers.readLine();
        PORTS.add(Integer.valueOf(port));
        for (int i = 0; i < 3; i++) {
            PORTS.add(freePort(HOST));
            SERVERS.add(DhtServer.start(new DhtServer.Place(PORTS.getLast(), List.of(HOST), List.of(HOST + ":" + port), Optional.empty())));
        }
        SERVERS.forEach(server -> await(() -> server.size() >= 8));
    }

    @AfterAll
    static void theyPart() throws InterruptedException {
        SERVERS.forEach(DhtServer::close);
        commands.close();
        assertTrue(oracle.waitFor(10, TimeUnit.SECONDS));
    }

    private static JsonObjectBuilder command(String name) {
        return Json.createObjectBuilder().add("command", name);
    }

    private static JsonObject ask(JsonObjectBuilder command) {
        try {
            commands.println(command.build());
            return Json.createReader(new StringReader(answers.readLine())).readObject();
        } catch (IOException e) {
            throw new IllegalStateException("the oracle is gone", e);
        }
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Item.Mutable item(KeyPair keys, long seq, String value) {
        return Item.Mutable.signed(keys, SALT, seq, Value.Text.of(value));
    }

    private static Stored put(Item item, OptionalLong cas) {
        return get(SERVERS.getFirst().dht().put(item, cas));
    }

    private static Optional<Item> read(String target, byte[] salt) {
        return get(SERVERS.getLast().dht().get(NodeId.parse(target), salt));
    }

    @Test
    void theOracleReadsTheItemsThatWePut() {
        KeyPair keys = keys();
        String target = item(keys, 1, "").target().toString();
        assertTrue(put(item(keys, 1, "from here"), OptionalLong.empty()).copies() >= 8);
        JsonObject found = ask(command("get").add("target", target).add("salt", "salt"));
        assertEquals(HexFormat.of().formatHex("from here".getBytes(StandardCharsets.UTF_8)), found.getString("value"));
        assertEquals(1, found.getInt("seq"));
        put(item(keys, 2, "newer"), OptionalLong.of(1));
        assertEquals(2, ask(command("get").add("target", target).add("salt", "salt")).getInt("seq"));
        Item immutable = new Item.Immutable(Value.Text.of("for ever"));
        put(immutable, OptionalLong.empty());
        JsonObject same = ask(command("get").add("target", immutable.target().toString()));
        assertEquals(HexFormat.of().formatHex("for ever".getBytes(StandardCharsets.UTF_8)), same.getString("value"));
    }

    @Test
    void weReadTheItemsThatTheOraclePuts() {
        String target = ask(command("put").add("value", "from there").add("salt", "reader").add("seq", 7)).getString("target");
        Item.Mutable found = (Item.Mutable) read(target, "reader".getBytes(StandardCharsets.UTF_8)).orElseThrow();
        assertEquals(Value.Text.of("from there"), found.value());
        assertEquals(7, found.seq());
        String immutable = ask(command("put").add("value", "immutable")).getString("target");
        assertEquals(Value.Text.of("immutable"), read(immutable, new byte[0]).orElseThrow().value());
    }

    /** It fails only when all nodes refuse that it comes to, at least one of ours among them. */
    @Test
    void weRefuseTheOraclesOutdatedItems() {
        JsonObjectBuilder first = command("put").add("value", "five").add("salt", "order").add("seq", 5);
        assertTrue(ask(first).containsKey("copies"));
        assertEquals(Fault.SEQ_TOO_LOW, ask(command("put").add("value", "four").add("salt", "order").add("seq", 4)).getInt("error"));
        assertEquals(Fault.CAS_MISMATCH, ask(command("put").add("value", "six").add("salt", "order").add("seq", 6).add("cas", 4)).getInt("error"));
        assertTrue(ask(command("put").add("value", "six").add("salt", "order").add("seq", 6).add("cas", 5)).containsKey("copies"));
    }

    @Test
    void theOraclesItemsKeepOursFromGoingBack() {
        KeyPair keys = keys();
        put(item(keys, 5, "five"), OptionalLong.empty());
        assertEquals(Fault.SEQ_TOO_LOW, put(item(keys, 4, "four"), OptionalLong.empty()).refusal().orElseThrow().code());
        assertEquals(Fault.CAS_MISMATCH, put(item(keys, 6, "six"), OptionalLong.of(4)).refusal().orElseThrow().code());
        assertTrue(put(item(keys, 6, "six"), OptionalLong.of(5)).copies() >= 8);
    }

    private static Dictionary put(Krpc node, Item item) {
        byte[] token = node.ask("get", Dictionary.of().with("target", item.target().bytes())).bytes("token").orElseThrow();
        return item.fields().with("token", token);
    }

    private static long fault(Krpc node, Dictionary put) {
        return assertThrows(Fault.class, () -> node.ask("put", put)).code();
    }

    /** Spoken to without a program between: what a node of the oracle and one of ours take and refuse, and with what codes. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theNodesOfBothHoldWhoWritesToTheSameRules(int which) throws IOException {
        try (Krpc node = new Krpc(PORTS.get(which))) {
            KeyPair keys = keys();
            Item.Mutable five = item(keys, 5, "five");
            node.ask("put", put(node, five).with("cas", 4));
            Dictionary found = node.ask("get", Dictionary.of().with("target", five.target().bytes()));
            assertEquals(Optional.of(five), Item.read(found, SALT));
            assertEquals(Fault.SEQ_TOO_LOW, fault(node, put(node, item(keys, 4, "four"))));
            assertEquals(Fault.SEQ_TOO_LOW, fault(node, put(node, item(keys, 5, "another five"))));
            assertEquals(Fault.CAS_MISMATCH, fault(node, put(node, item(keys, 6, "six")).with("cas", 4)));
            assertEquals(Fault.CAS_MISMATCH, fault(node, put(node, item(keys, 6, "six")).with("cas", 6)));
            assertEquals(Fault.PROTOCOL, fault(node, put(node, item(keys, 6, "six")).with("token", "wrong")));
            assertEquals(Fault.VALUE_TOO_BIG, fault(node, put(node, item(keys, 6, "x".repeat(1001)))));
            node.ask("put", put(node, item(keys, 6, "six")).with("cas", 5));
            node.ask("put", put(node, item(keys, 8, "eight")));
            assertEquals(8, node.ask("get", Dictionary.of().with("target", five.target().bytes())).number("seq").orElseThrow());
            Item.Mutable unsalted = Item.Mutable.signed(keys, new byte[0], 1, Value.Text.of("beside it"));
            node.ask("put", put(node, unsalted));
            assertEquals(8, node.ask("get", Dictionary.of().with("target", five.target().bytes())).number("seq").orElseThrow(), "the salt keeps the two apart");
        }
    }

    @Test
    void peersOfBothAreFoundByBoth() {
        byte[] bytes = new byte[NodeId.SIZE];
        new SecureRandom().nextBytes(bytes);
        NodeId key = new NodeId(bytes);
        assertTrue(get(SERVERS.getFirst().dht().announce(key, 4433)) >= 8);
        ask(command("announce").add("key", key.toString()).add("port", 4434));
        assertEquals(2, ask(command("peers").add("key", key.toString())).getJsonArray("ports").size());
        assertEquals(List.of(4433, 4434), get(SERVERS.getLast().dht().peers(key)).stream().map(each -> each.getPort()).sorted().toList());
    }
}
