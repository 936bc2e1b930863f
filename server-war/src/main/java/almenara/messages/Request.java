package almenara.messages;

/** One command as it came in. {@code ref} is the client's reference as JSON text, {@code room} the room it named, {@code token} the session it named; each may be empty. */
public record Request(String ref, String room, String token, Command command) {
}
