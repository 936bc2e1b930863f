package almenara.nodes;

import java.util.Locale;

/** From whom the URL of a node was heard first. */
public enum Source {
    /** The operator has named it. */
    SEED,
    /** Its record was found in the DHT. */
    DHT,
    /** It was in the list of a node that was verified. */
    NODE,
    /** It was announced to the cluster, by itself or by somebody else. */
    ANNOUNCEMENT,
    /** Another server of the cluster had listed it before. */
    CLUSTER;

    /** The name in metrics and on the status page, for instance {@code dht}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
