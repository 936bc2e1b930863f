package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.seal.Joiner;
import almenara.signaling.Client;
import almenara.signaling.Node;
import almenara.signaling.Nodes;
import almenara.tables.Crowd;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Somebody comes back while the node that had its connection takes down that it is gone. */
class ReturnTest {

    private static final int ROUNDS = 200;

    private final Nodes nodes = new Nodes(2);

    private static Client whileItGoes(Client before, Supplier<Client> back) throws Exception {
        AtomicReference<Client> after = new AtomicReference<>();
        Crowd.of(2, each -> {
            if (each == 0) {
                before.drop();
            } else {
                after.set(back.get());
            }
        });
        return after.get();
    }

    @Test
    void whoResumesIsLetIn() throws Exception {
        Client peer = nodes.node(0).join(Nodes.ROOM);
        String self = peer.self();
        for (int round = 1; round <= ROUNDS; round++) {
            Client before = peer;
            Node other = nodes.node(round % 2);
            peer = whileItGoes(before, () -> before.resumeAt(other));
            assertEquals(self, peer.self(), "in round " + round);
        }
    }

    @Test
    void whoHasItsOwnNameIsLetIn() throws Exception {
        Joiner ann = new Joiner();
        Client peer = nodes.node(0).connect(ann.sealed()).join(ann);
        for (int round = 1; round <= ROUNDS; round++) {
            Node other = nodes.node(round % 2);
            peer = whileItGoes(peer, () -> other.connect(ann.sealed()).join(ann));
        }
        assertEquals(1, nodes.node(0).rooms.summary(ann.sealed()).members());
    }
}
