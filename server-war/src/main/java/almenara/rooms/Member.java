package almenara.rooms;

import almenara.keys.Hashes;
import almenara.messages.Names;
import almenara.messages.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A peer as the cluster keeps it. {@code proof} is the SHA-256 of its secret, {@code node} and {@code connection} say where it is or was attached,
 * {@code since} (milliseconds of the epoch) when that began, {@code prefix} is the bucket of its address, {@code name} what others may be told that it is
 * called (empty: nothing).
 */
record Member(String peer, String proof, Place place, long since, String prefix, String name) {

    /** Where a member is connected; detached when its connection has gone and its grace runs. */
    record Place(String node, String connection, boolean attached) {
    }

    private static final int NAME = 7;

    Member {
        if (peer.isEmpty() || proof.isEmpty()) {
            throw new IllegalArgumentException("a member has a peer id and a proof");
        }
    }

    static String proof(String secret) {
        return HexFormat.of().formatHex(Hashes.sha256(secret.getBytes(StandardCharsets.UTF_8)));
    }

    /** The two halves of a token: the peer that it names and the secret that proves it. */
    record Token(String peer, String secret) {

        static Token parse(String token) {
            int dot = token.indexOf('.');
            if (dot < 0 || token.length() > 2 * Long.SIZE) {
                throw new Refusal(Refusal.Code.BAD_TOKEN, "this is not a token of a session");
            }
            try {
                return new Token(Names.peer(token.substring(0, dot)), token.substring(dot + 1));
            } catch (Refusal refusal) {
                throw new Refusal(Refusal.Code.BAD_TOKEN, "this is not a token of a session");
            }
        }

        String text() {
            return peer + '.' + secret;
        }

        boolean proves(String proof) {
            return MessageDigest.isEqual(proof(secret).getBytes(StandardCharsets.UTF_8), proof.getBytes(StandardCharsets.UTF_8));
        }
    }

    Member detached(long now) {
        return new Member(peer, proof, new Place(place.node(), place.connection(), false), now, prefix, name);
    }

    Member called(String other) {
        return new Member(peer, proof, place, since, prefix, other);
    }

    boolean isAt(String connection) {
        return place.attached() && place.connection().equals(connection);
    }

    String encode() {
        String text = String.join("\n", peer, proof, place.node(), place.connection(), Boolean.toString(place.attached()), Long.toString(since), prefix);
        return name.isEmpty() ? text : text + '\n' + name;
    }

    static Member decode(String text) {
        String[] f = text.split("\n", NAME + 1);
        return new Member(f[0], f[1], new Place(f[2], f[3], Boolean.parseBoolean(f[4])), Long.parseLong(f[5]), f[6], f.length > NAME ? f[NAME] : "");
    }
}
