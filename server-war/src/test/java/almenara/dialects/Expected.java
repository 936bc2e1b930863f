package almenara.dialects;

import java.util.List;

/** What clients should hear by a transcript, and whether they did. */
interface Expected {

    /** What is said here for that frame of the transcript. */
    String said(String frame);

    /** By the next line of the transcript a client hears this frame. */
    void add(String client, String frame);

    /** A client has heard all that it should, and no more, since this was asked last; {@code when} is for the message that tells of anything else. */
    void check(String client, List<String> heard, String when);

    /** The transcript is over. */
    default void end() {
    }
}
