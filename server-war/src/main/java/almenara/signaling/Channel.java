package almenara.signaling;

import almenara.messages.Reply;

/** The way back to one client. Both calls return at once. */
public interface Channel {

    /** Why a connection is closed, with the close code of a WebSocket (docs/protocol.md, section 6). */
    enum Closing {
        DONE(1000),
        GOING_AWAY(1001),
        BAD_TEXT(1007),
        WRONG_PAYMENTS(1008),
        NO_FRAMES(1008),
        TOO_LARGE(1009),
        INTERNAL(1011),
        DRAINED(1012),
        SLOW(1013),
        SILENT(4408),
        REPLACED(4409),
        CANNOT_SERVE(4503);

        private final int code;

        Closing(int code) {
            this.code = code;
        }

        /** The close code on a WebSocket. */
        public int code() {
            return code;
        }
    }

    /** The name of the connection, unlike that of any other in the cluster. */
    String name();

    void send(Reply reply);

    void close(Closing why);
}
