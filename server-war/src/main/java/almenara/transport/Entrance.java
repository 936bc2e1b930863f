package almenara.transport;

/** Who may come in, where callers are, and what those see who only look. */
public record Entrance(Origins origins, Addresses addresses, Pages pages) {
}
