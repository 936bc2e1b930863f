package load;

/** What a message is to the ones between whom it goes. */
enum Kind {
    SIGNAL, OFFER, CANDIDATE, ANSWER;

    static final Kind[] ALL = values();
}
