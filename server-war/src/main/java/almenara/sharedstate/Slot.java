package almenara.sharedstate;

import almenara.messages.StateTable;

/** Where an entry is: its table, and its key there. */
record Slot(StateTable table, String key) {

    static Slot parse(String text) {
        int slash = text.indexOf('/', text.indexOf('/') + 1);
        return new Slot(StateTable.parse(text.substring(0, slash)), text.substring(slash + 1));
    }

    String text() {
        return table.key() + '/' + key;
    }
}
