package almenara.endurance;

import almenara.messages.Batch;
import almenara.messages.Command;
import almenara.messages.Reply;
import almenara.messages.Request;
import almenara.signaling.Channel;
import almenara.signaling.Node;
import almenara.signaling.Nodes;
import almenara.signaling.Session;

/** A connection of a wanderer to a node. When it is cut, the node finds out later. */
final class Wire implements Channel {

    private final String name;
    private final Node node;
    private final Wanderer wanderer;
    private final Session session;
    private boolean cut;

    Wire(String name, Node node, Wanderer wanderer) {
        this.name = name;
        this.node = node;
        this.wanderer = wanderer;
        session = node.signaling.open(this, new Session.Origin(Nodes.ROOM, "node.example", "192.0.2", 0));
    }

    Node node() {
        return node;
    }

    void say(String ref, Command command) {
        node.signaling.handle(session, Batch.of(new Request(ref, "", "", command)));
    }

    void cut() {
        cut = true;
    }

    /** The node notices that the connection is gone. */
    void end() {
        node.signaling.end(session);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void send(Reply reply) {
        if (!cut) {
            wanderer.hear(this, reply.ref(), reply.event());
        }
    }

    @Override
    public void close(Closing why) {
        node.signaling.end(session);
        wanderer.closed(this);
    }
}
