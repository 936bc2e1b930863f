package almenara.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.keys.PublicKey;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What peers tell each other, which no node reads: written down once more from docs/protocol.md, and compared with the vectors of the SDK. */
class FormatsTest {

    private static final JsonObject VECTORS = Vectors.read();
    private static final JsonObject ROOM = Vectors.list(VECTORS, "rooms").getFirst();
    private static final Map<String, Integer> KINDS = Map.of("signal", 1, "offer", 2, "answer", 3);

    static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }

    private static byte[] field(String text) {
        byte[] bytes = Bytes.utf8(text);
        return join(ByteBuffer.allocate(2).putShort((short) bytes.length).array(), bytes);
    }

    private static byte[] hkdf(byte[] info) {
        return Bytes.hmac(Bytes.hmac(new byte[32], Joiner.decoded(ROOM.getString("secret").substring(3))), info, new byte[] {1});
    }

    static byte[] party(String peer) {
        return peer.isEmpty() ? new byte[26] : Bytes.utf8(peer);
    }

    static byte[] associated(JsonObject vector, String room, int version) {
        return join(Bytes.label("seal-envelope"), new byte[] {(byte) version}, Joiner.decoded(room), party(vector.getString("from")),
                party(vector.getString("to")), new byte[] {KINDS.get(vector.getString("kind")).byteValue()});
    }

    /** Decrypts with AES-256-GCM. */
    static byte[] decrypt(byte[] key, byte[] nonce, byte[] sealed, byte[] associated) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(associated);
        return cipher.doFinal(sealed);
    }

    static void assertContent(JsonObject vector, byte[] content) {
        assertTrue(List.of(256, 1024, 4096, 16_384, 32_768).contains(content.length));
        ByteBuffer buffer = ByteBuffer.wrap(content);
        assertEquals(vector.getInt("seq"), buffer.getInt());
        assertEquals(vector.getInt("time"), buffer.getInt());
        int length = buffer.getShort();
        assertEquals(vector.get("data"), json(new String(content, 10, length, StandardCharsets.UTF_8)));
        assertArrayEquals(new byte[content.length - 10 - length], Arrays.copyOfRange(content, 10 + length, content.length));
    }

    private static JsonValue json(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readValue();
        }
    }

    @Test
    void theKeyOfARoomFollowsFromItsSecret() throws GeneralSecurityException {
        byte[] seed = hkdf(Bytes.label("seal-room"));
        EdECPrivateKeySpec spec = new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed);
        EdECPrivateKey key = (EdECPrivateKey) KeyFactory.getInstance("Ed25519").generatePrivate(spec);
        byte[] message = Bytes.utf8("signed by the room");
        java.security.Signature signature = java.security.Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(message);
        assertTrue(new PublicKey(Vectors.hex(ROOM, "key")).signed(signature.sign(), message));
    }

    @Test
    void envelopesOpenWithTheKeyOfTheirSender() throws GeneralSecurityException {
        for (JsonObject vector : Vectors.list(VECTORS, "envelopes")) {
            byte[] bytes = Joiner.decoded(vector.getString("envelope"));
            assertArrayEquals(new byte[] {1, (byte) (vector.getString("to").isEmpty() ? 0 : 1)}, Arrays.copyOf(bytes, 2));
            byte[] key = hkdf(join(Bytes.label("seal-envelope"), Bytes.utf8(vector.getString("from"))));
            byte[] associated = associated(vector, ROOM.getString("room"), 1);
            assertContent(vector, decrypt(key, Arrays.copyOfRange(bytes, 2, 14), Arrays.copyOfRange(bytes, 14, bytes.length), associated));
        }
    }

    @Test
    void aDescriptionIsSignedWithWhomItIsForAndWhichOfferItAnswers() {
        for (JsonObject link : Vectors.list(VECTORS, "links")) {
            String sdp = link.getString("sdp");
            byte[] said = join(Bytes.label("seal-link"), Joiner.decoded(ROOM.getString("room")), party(link.getString("from")), party(link.getString("to")),
                    new byte[] {(byte) (link.getString("type").equals("offer") ? 1 : 2)}, ByteBuffer.allocate(4).putInt(link.getInt("time")).array(),
                    link.getString("offer").isEmpty() ? new byte[32] : Vectors.hex(link, "offer"),
                    field(line(sdp, "a=fingerprint:")), field(line(sdp, "a=ice-ufrag:")), Bytes.sha256(Bytes.utf8(sdp)));
            assertEquals(link.getString("statement"), Vectors.hex(said));
            assertEquals(link.getString("hash"), Vectors.hex(Bytes.sha256(said)));
            ByteBuffer proof = ByteBuffer.wrap(Joiner.decoded(link.getString("proof")));
            byte[] key = new byte[32];
            proof.get(key);
            assertEquals(link.getString("from"), JoinProof.id(new PublicKey(key)));
            assertEquals(link.getInt("time"), proof.getInt());
            assertEquals(link.getString("to").isEmpty() ? 0 : 1, proof.get());
            assertTrue(new PublicKey(key).signed(Arrays.copyOfRange(proof.array(), 37, 101), said));
        }
    }

    private static String line(String sdp, String start) {
        return sdp.lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow().substring(start.length());
    }

    private static byte[] end(JsonObject end, String peer, String sdp) {
        return join(Bytes.utf8(end.getString(peer)), field(line(end.getString(sdp), "a=fingerprint:")));
    }

    @Test
    void eachEndProvesTheLinkInItsOwnDirection() {
        for (JsonObject channel : Vectors.list(VECTORS, "channels")) {
            Vectors.list(channel, "ends").forEach(end -> assertEquals(end.getString("mac"), mac(Vectors.hex(channel, "key"), end)));
        }
    }

    static String mac(byte[] key, JsonObject end) {
        return Bytes.text(Bytes.hmac(key, Bytes.label("seal-channel"), Bytes.utf8(end.getString("self")), Bytes.utf8(end.getString("peer")),
                field(line(end.getString("local"), "a=fingerprint:")), field(line(end.getString("remote"), "a=fingerprint:"))));
    }

    @Test
    void theEmojiFollowFromBothNoncesAndTheCommitmentFromOne() {
        for (JsonObject check : Vectors.list(VECTORS, "checks")) {
            List<String> texts = check.getJsonArray("texts").getValuesAs(jakarta.json.JsonString::getString);
            byte[] first = Joiner.decoded(texts.get(2).substring("nonce.".length()));
            byte[] second = Joiner.decoded(texts.get(1).substring("nonce.".length()));
            byte[] parties = join(end(check.getJsonObject("commits"), "self", "local"), end(check.getJsonObject("commits"), "peer", "remote"));
            assertEquals("commit." + Bytes.text(Bytes.sha256(Bytes.label("seal-commitment"), parties, first)), texts.get(0));
            int bits = ByteBuffer.wrap(Bytes.sha256(Bytes.label("seal-emoji"), parties, first, second)).getInt();
            List<Integer> places = IntStream.of(26, 20, 14, 8, 2).mapToObj(shift -> bits >>> shift & 63).toList();
            List<String> table = VECTORS.getJsonArray("emoji").getValuesAs(jakarta.json.JsonString::getString);
            assertEquals(check.getString("signs"), String.join(" ", places.stream().map(table::get).toList()));
        }
    }
}
