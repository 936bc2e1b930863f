package almenara.nodes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads docs/vectors/rank.json as every other implementation does. */
class RankingTest {

    private static final int MANY = 1000;
    private static JsonObject vectors;

    private final Random random = new Random(7);

    @BeforeAll
    static void read() throws IOException {
        try (var reader = Json.createReader(Files.newBufferedReader(Path.of("..", "docs", "vectors", "rank.json")))) {
            vectors = reader.readObject();
        }
    }

    private static List<JsonObject> list(String name) {
        List<JsonObject> all = vectors.getJsonArray(name).getValuesAs(JsonObject.class);
        assertTrue(all.size() > 1, name);
        return all;
    }

    private static List<String> texts(JsonObject from, String name) {
        return from.getJsonArray(name).getValuesAs(JsonString.class).stream().map(JsonString::getString).toList();
    }

    private static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static Ranking ranking(JsonObject order) {
        return new Ranking(bytes(order.getString("rankKey")));
    }

    private static NodeRecord node(byte[] key) {
        NodeRecord.Content content = new NodeRecord.Content(World.url("https://node.example/"), 0, List.of(), 0);
        return new NodeRecord(new Item(key, 1, new byte[0], new byte[0]), content);
    }

    private static List<String> names(List<NodeRecord> nodes) {
        return nodes.stream().map(each -> each.item().name()).toList();
    }

    @Test
    void theKeyOfARoomIsTheHashOfItsLabelAndItsIdAsTheNodesKnowIt() throws GeneralSecurityException {
        for (JsonObject each : list("rooms")) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("almenara/rank-room/v1\0".getBytes(StandardCharsets.US_ASCII));
            assertArrayEquals(bytes(each.getString("rankKey")), digest.digest(each.getString("room").getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void scoresAreThoseOfTheVectors() {
        for (JsonObject order : list("orders")) {
            List<String> scores = texts(order, "keys").stream().map(key -> HexFormat.of().formatHex(ranking(order).score(bytes(key)))).toList();
            assertEquals(texts(order, "scores"), scores);
        }
    }

    @Test
    void theOrderIsThatOfTheVectorsWhateverCameFirst() {
        for (JsonObject order : list("orders")) {
            List<String> keys = texts(order, "keys");
            List<String> mixed = new ArrayList<>(keys);
            Collections.shuffle(mixed, random);
            List<NodeRecord> nodes = mixed.stream().map(key -> node(bytes(key))).toList();
            assertEquals(keys, names(ranking(order).best(nodes, keys.size())));
            assertEquals(keys, names(ranking(order).best(nodes, keys.size() + 1)));
            assertEquals(keys.subList(0, keys.size() - 1), names(ranking(order).best(nodes, keys.size() - 1)));
        }
    }

    @Test
    void thoseWhoKnowSevenTenthsOfTheNodesComeToTheSameFirstOnes() {
        List<NodeRecord> all = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            byte[] key = new byte[Ranking.KEY];
            random.nextBytes(key);
            all.add(node(key));
        }
        int meetings = 0;
        for (int i = 0; i < MANY; i++) {
            byte[] key = new byte[Ranking.KEY];
            random.nextBytes(key);
            List<NodeRecord> one = new Ranking(key).best(all.stream().filter(each -> random.nextInt(10) < 7).toList(), 16);
            List<NodeRecord> other = new Ranking(key).best(all.stream().filter(each -> random.nextInt(10) < 7).toList(), 16);
            meetings += Collections.disjoint(one, other) ? 0 : 1;
        }
        assertEquals(MANY, meetings);
    }

    @Test
    void aKeyHasThirtyTwoBytes() {
        assertThrows(IllegalArgumentException.class, () -> new Ranking(new byte[Ranking.KEY - 1]));
        assertThrows(IllegalArgumentException.class, () -> new Ranking(new byte[Ranking.KEY + 1]));
    }
}
