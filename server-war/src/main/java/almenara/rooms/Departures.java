package almenara.rooms;

/** Whoever has to tidy up after a peer that is no longer connected. */
public interface Departures {

    /** The peer's connection has ended, or was taken over by somebody who knows nothing of its offers, or the peer has left; told on one node, with the room still there. */
    void departed(String room, String peer);
}
