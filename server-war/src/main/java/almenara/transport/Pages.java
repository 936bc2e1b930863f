package almenara.transport;

/** The summaries that a node gives of itself and of a room, as data and for people. */
public interface Pages {

    /** The same twice, as JSON and as a whole HTML page, and whether what it tells of serves. */
    record Page(String json, String html, boolean serves) {
    }

    Page node();

    Page room(String room);
}
