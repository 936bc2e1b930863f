package almenara.transport;

import almenara.signaling.TokenDesk;
import java.util.List;
import java.util.function.Supplier;

/** What the servlets need to let somebody in. {@code names} gives each connection a name of its own in the cluster. */
public record Door(Shared shared, Entrance entrance, TokenDesk tokens, StateDesk state, NodesDesk nodes, DhtDesk dht, List<Mount> mounts,
        Supplier<String> names) {

    public Door {
        mounts = List.copyOf(mounts);
    }

    /** The dialect of that name. */
    Mount mount(String dialect) {
        return mounts.stream().filter(mount -> mount.dialect().name().equals(dialect)).findFirst().orElseThrow();
    }

    Origins origins() {
        return entrance.origins();
    }

    Addresses addresses() {
        return entrance.addresses();
    }

    Pages pages() {
        return entrance.pages();
    }

    Upgrades upgrades() {
        return new Upgrades(shared, names);
    }
}
