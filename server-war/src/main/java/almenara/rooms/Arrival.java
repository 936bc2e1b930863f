package almenara.rooms;

/** Somebody who comes into a room: the way to its connection, and the bucket of its address. */
public record Arrival(Outbox outbox, String prefix) {
}
