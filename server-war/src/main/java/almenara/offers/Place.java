package almenara.offers;

/** Where an offer stands: its room, and its id. */
record Place(String room, String offer) {

    static Place parse(String key) {
        int slash = key.indexOf('/');
        return new Place(key.substring(0, slash), key.substring(slash + 1));
    }

    String key() {
        return room + '/' + offer;
    }
}
