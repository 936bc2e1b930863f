package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.seal.Joiner;
import almenara.signaling.Client;
import almenara.signaling.Nodes;
import almenara.tables.Crowd;
import org.junit.jupiter.api.Test;

/** Somebody comes back while the node that had its connection takes down that it is gone. */
class ReturnTest {

    private static final int ROUNDS = 200;

    private final Nodes nodes = new Nodes(2);

    @Test
    void whoResumesIsLetIn() throws Exception {
        Client[] peer = {nodes.node(0).join(Nodes.ROOM)};
        String self = peer[0].self();
        for (int round = 1; round <= ROUNDS; round++) {
            Client before = peer[0];
            int other = round % 2;
            Crowd.of(2, each -> {
                if (each == 0) {
                    before.drop();
                } else {
                    peer[0] = before.resumeAt(nodes.node(other));
                }
            });
            assertEquals(self, peer[0].self(), "in round " + round);
        }
    }

    @Test
    void whoHasItsOwnNameIsLetIn() throws Exception {
        Joiner ann = new Joiner();
        Client[] peer = {nodes.node(0).connect(ann.sealed()).join(ann)};
        for (int round = 1; round <= ROUNDS; round++) {
            Client before = peer[0];
            int other = round % 2;
            Crowd.of(2, each -> {
                if (each == 0) {
                    before.drop();
                } else {
                    peer[0] = nodes.node(other).connect(ann.sealed()).join(ann);
                }
            });
        }
        assertEquals(1, nodes.node(0).rooms.summary(ann.sealed()).members());
    }
}
