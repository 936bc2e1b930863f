package almenara.dht.routing;

import almenara.dht.krpc.Contact;

/** A node of the table, and what is known of its health; times are in milliseconds (BEP 5). */
final class Entry {

    /** After that a node that was not heard is questionable. */
    static final long FRESH = 15 * 60 * 1000L;
    /** Questions in a row that a node leaves open before it is bad. */
    static final int MOST_SILENCES = 2;

    private final Contact contact;
    private final boolean complies;
    private long heard;
    private int silences;

    Entry(Contact contact, long now) {
        this.contact = contact;
        this.complies = contact.complies();
        this.heard = now;
    }

    Contact contact() {
        return contact;
    }

    boolean complies() {
        return complies;
    }

    long heard() {
        return heard;
    }

    void answered(long now) {
        heard = now;
        silences = 0;
    }

    /** It has asked something itself, which says nothing of whether it answers. */
    void asked(long now) {
        if (silences == 0) {
            heard = now;
        }
    }

    void silent() {
        silences++;
    }

    boolean isBad() {
        return silences >= MOST_SILENCES;
    }

    boolean isQuestionable(long now) {
        return silences > 0 || now - heard >= FRESH;
    }
}
