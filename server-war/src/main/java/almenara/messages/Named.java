package almenara.messages;

/** A room of a dialect, and what its holder is called there. */
public record Named(String room, String name) {
}
