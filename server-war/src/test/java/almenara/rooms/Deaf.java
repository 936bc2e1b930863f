package almenara.rooms;

import almenara.messages.Event;

/** A connection at which nobody listens. */
public record Deaf(String connection) implements Outbox {

    @Override
    public void deliver(Event event) {
        // not heard
    }

    @Override
    public void end(Ending why) {
        // not noticed
    }
}
