package almenara.wiring;

import almenara.keys.SigningKey;
import almenara.messages.Refusal;
import almenara.tables.ClusterView;
import almenara.tables.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The one key of the cluster: that of the settings; else the one that its servers share, which the first of them has made or has kept since the last time. Each
 * server keeps it in a file, so that it outlives a restart of all of them. It never prints.
 */
final class NodeKey implements Supplier<SigningKey> {

    /** Where the secret lies in the table, and the name of the file. */
    static final String KEY = "key";
    static final String FILE = "almenara-node.key";
    private static final System.Logger LOG = System.getLogger(NodeKey.class.getName());
    private static final HexFormat HEX = HexFormat.of();
    private static final String FORM = "[0-9a-f]{64}";

    private final Optional<SigningKey> told;
    private final Table table;
    private final Path file;
    private final String first;
    private final AtomicBoolean merged = new AtomicBoolean();
    private volatile Held held = new Held("", Optional.empty());

    private record Held(String secret, Optional<SigningKey> key) {
    }

    NodeKey(Settings.Nodes settings, Table table, RandomGenerator random) {
        this.told = settings.key().length == 0 ? Optional.empty() : Optional.of(new SigningKey(settings.key()));
        this.table = table;
        this.file = Path.of(settings.data(), FILE);
        byte[] fresh = new byte[SigningKey.SECRET];
        random.nextBytes(fresh);
        this.first = told.isPresent() ? "" : kept().orElse(HEX.formatHex(fresh));
    }

    @Override
    public SigningKey get() {
        return told.orElseGet(this::shared);
    }

    /** The cluster's; another one as soon as the cluster has another. */
    private synchronized SigningKey shared() {
        String secret = table.get(KEY).orElseGet(() -> table.settle(KEY, held.secret().isEmpty() ? first : held.secret(), Duration.ZERO));
        if (!secret.equals(held.secret())) {
            held = new Held(secret, Optional.of(new SigningKey(HEX.parseHex(secret))));
            keep(secret);
        }
        return held.key().orElseThrow();
    }

    /** Two clusters have become one: the next round settles whose key it has. */
    void merged() {
        merged.set(true);
    }

    /** After a merge the key is that of the server that leads in this. One that could not say so says so in the next round. */
    void round(ClusterView cluster) {
        if (merged.getAndSet(false) && cluster.leads(KEY)) {
            try {
                insist();
            } catch (Refusal refusal) {
                merged.set(true);
            }
        }
    }

    private void insist() {
        if (told.isEmpty() && !held.secret().isEmpty()) {
            table.put(KEY, held.secret(), Duration.ZERO);
        }
    }

    private Optional<String> kept() {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()).filter(text -> text.matches(FORM)) : Optional.empty();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the key in {0} can''t be read: {1}", file, e.toString());
            return Optional.empty();
        }
    }

    /** Whoever can't write here has the key from the others, or from almenara.nodes-key. */
    private void keep(String secret) {
        try {
            if (kept().filter(secret::equals).isEmpty()) {
                Files.deleteIfExists(file);
                Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(file, (secret + '\n').getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.log(System.Logger.Level.WARNING, "the key of the cluster can''t be kept in {0}, and is lost when all servers stop: {1}; almenara.nodes-key sets one",
                    file, e.toString());
        }
    }
}
