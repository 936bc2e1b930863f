package almenara.transport;

import almenara.signaling.TokenDesk;
import java.util.function.Supplier;

/** What the servlets need to let somebody in. {@code names} gives each connection a name of its own in the cluster. */
public record Door(Shared shared, Entrance entrance, TokenDesk tokens, StateDesk state, NodesDesk nodes, DhtDesk dht, Supplier<String> names) {

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
