package almenara.messages;


/** Something for a client. {@code room} is empty for the room that the connection was made for, {@code ref} (JSON text) empty where no command is answered. */
public record Reply(String room, String ref, Event event) {
}
