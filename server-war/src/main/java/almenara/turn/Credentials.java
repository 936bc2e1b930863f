package almenara.turn;

import almenara.keys.Hashes;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Makes credentials that a TURN server checks by itself (draft-uberti-behave-turn-rest-00, coturn's {@code use-auth-secret}): the user name is
 * {@code <expiry>:<user>}, the password its HMAC. The user is the same for a network each time, so that the quotas of a TURN server hold however many
 * credentials are fetched, and it tells nothing of the network to who does not have the secret.
 */
public final class Credentials {

    private static final String LABEL = "almenara/turn-user/v1\0";
    private static final int USER_BYTES = 10;

    private final TurnRules rules;
    private final Clock clock;

    public Credentials(TurnRules rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /** Refuses when there is no TURN server. */
    public void check() {
        if (rules.urls().isEmpty()) {
            throw new Refusal(Code.NO_TURN, "this node knows no TURN server");
        }
    }

    /** A credential for a network (the bucket of its addresses), from now on. */
    public Event.Granted issue(String network) {
        String username = clock.instant().plus(rules.life()).getEpochSecond() + ":" + user(network);
        String password = Base64.getEncoder().encodeToString(Hashes.hmacSha1(secret(), utf8(username)));
        return new Event.Granted(username, password, rules.life().toSeconds(), rules.urls());
    }

    private String user(String network) {
        return HexFormat.of().formatHex(Arrays.copyOf(Hashes.hmacSha256(secret(), utf8(LABEL + network)), USER_BYTES));
    }

    private byte[] secret() {
        return utf8(rules.secrets().getFirst());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
