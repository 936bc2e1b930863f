package almenara.turn;

import java.time.Duration;
import java.util.List;

/**
 * What an operator says of the TURN servers: their URLs, none when there are none; the secrets that they and this node have in common, of which the first makes
 * the credentials; how long a credential lasts.
 */
public record TurnRules(List<String> urls, List<String> secrets, Duration life) {

    public TurnRules {
        urls = List.copyOf(urls);
        secrets = List.copyOf(secrets);
        if (!urls.isEmpty() && secrets.isEmpty()) {
            throw new IllegalArgumentException("TURN servers take no credential without a secret");
        }
    }

    /** Secrets are never shown. */
    @Override
    public String toString() {
        return "TurnRules[urls=" + urls + ", life=" + life + ']';
    }
}
