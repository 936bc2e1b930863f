package almenara.wiring;

import almenara.dht.Snapshot;
import almenara.dht.krpc.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/** A file in which a node of the DHT finds its id and its acquaintances again. Without it, or a place for it, the node begins anew. */
record DhtMemory(Optional<Path> folder, Family family, int port) {

    private static final System.Logger LOG = System.getLogger(DhtMemory.class.getName());

    private Optional<Path> file() {
        return folder.map(each -> each.resolve("almenara-dht-" + family.name().toLowerCase(Locale.ROOT) + "-" + port));
    }

    Optional<Snapshot> load() {
        try {
            Optional<Path> file = file().filter(Files::exists);
            return file.isPresent() ? Snapshot.read(Files.readAllBytes(file.get()), family) : Optional.empty();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the DHT begins anew, for what it knew can''t be read: {0}", e.toString());
            return Optional.empty();
        }
    }

    void save(Snapshot snapshot) {
        Optional<Path> file = file().filter(each -> !snapshot.contacts().isEmpty());
        if (file.isEmpty()) {
            return;
        }
        try {
            Path fresh = file.get().resolveSibling(file.get().getFileName() + ".new");
            Files.write(fresh, snapshot.bytes(family));
            Files.move(fresh, file.get(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "what the DHT knows can''t be written: {0}", e.toString());
        }
    }
}
