package almenara.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;

/** Envelopes for a known peer, opened by RFC 9180 (mode_auth, X25519, HKDF-SHA256, AES-256-GCM) as it is written there. */
class HpkeTest {

    private static final byte[] KEM = FormatsTest.join(Bytes.utf8("KEM"), u16(0x20));
    private static final byte[] SUITE = FormatsTest.join(Bytes.utf8("HPKE"), u16(0x20), u16(1), u16(2));

    private static byte[] u16(int value) {
        return ByteBuffer.allocate(2).putShort((short) value).array();
    }

    private static PublicKey publicKey(byte[] bytes) throws GeneralSecurityException {
        byte[] number = new byte[32];
        for (int i = 0; i < 32; i++) {
            number[i] = bytes[31 - i];
        }
        return KeyFactory.getInstance("X25519").generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, number)));
    }

    private static byte[] agreed(PrivateKey own, byte[] other) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(own);
        agreement.doPhase(publicKey(other), true);
        return agreement.generateSecret();
    }

    private static byte[] extract(byte[] salt, byte[] suite, String label, byte[] secret) {
        return Bytes.hmac(salt.length == 0 ? new byte[32] : salt, Bytes.utf8("HPKE-v1"), suite, Bytes.utf8(label), secret);
    }

    private static byte[] expand(byte[] secret, byte[] suite, String label, byte[] info) {
        int length = label.equals("base_nonce") ? 12 : 32;
        byte[] block = Bytes.hmac(secret, u16(length), Bytes.utf8("HPKE-v1"), suite, Bytes.utf8(label), info, new byte[] {1});
        return Arrays.copyOf(block, length);
    }

    @Test
    void anEnvelopeForAKnownPeerOpensWithTheKeysOfBoth() throws GeneralSecurityException {
        for (JsonObject vector : Vectors.list(Vectors.read(), "contacts")) {
            byte[] bytes = Joiner.decoded(vector.getString("envelope"));
            byte[] enc = Arrays.copyOfRange(bytes, 2, 34);
            byte[] sender = Joiner.decoded(vector.getString("sender").substring(3));
            byte[] receiver = Joiner.decoded(vector.getString("receiver").substring(3));
            PrivateKey own = KeyFactory.getInstance("X25519")
                    .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, Vectors.hex(vector, "receiverSecret")));
            byte[] both = FormatsTest.join(agreed(own, enc), agreed(own, sender));
            byte[] shared = expand(extract(new byte[0], KEM, "eae_prk", both), KEM, "shared_secret", FormatsTest.join(enc, receiver, sender));
            byte[] context = FormatsTest.join(new byte[] {2}, extract(new byte[0], SUITE, "psk_id_hash", new byte[0]),
                    extract(new byte[0], SUITE, "info_hash", Bytes.label("seal-contact")));
            byte[] secret = extract(shared, SUITE, "secret", new byte[0]);
            byte[] key = expand(secret, SUITE, "key", context);
            byte[] nonce = expand(secret, SUITE, "base_nonce", context);
            byte[] associated = FormatsTest.associated(vector, vector.getString("room"), 2);
            FormatsTest.assertContent(vector, FormatsTest.decrypt(key, nonce, Arrays.copyOfRange(bytes, 34, bytes.length), associated));
            byte[] channel = expand(expand(secret, SUITE, "exp", context), SUITE, "sec", Bytes.label("seal-channel"));
            JsonObject end = Vectors.list(Vectors.list(Vectors.read(), "channels").getFirst(), "ends").getFirst();
            assertEquals(vector.getString("mac"), FormatsTest.mac(channel, end));
        }
    }
}
