package almenara.wiring;

import java.util.List;

/** What settings have to be to each other. */
record Harmony(SettingsReader reader) {

    private static final int QUEUED_MESSAGES = 2;
    private static final long KEPT_MESSAGES = 16;
    private static final int FULL = 100;

    /** Notes every fault. */
    void check() {
        below(Setting.GRACE_SECONDS, Setting.RESUME_SECONDS);
        notAbove(Setting.OFFER_SECONDS, Setting.OFFER_MAX_SECONDS);
        differ(List.of(Setting.Y_WEBRTC_PATH, Setting.PEERJS_PATH, Setting.TRYSTERO_PATH, Setting.MATCHBOX_PATH,
                Setting.TRACKER_PATH, Setting.TRACKER_ANNOUNCE_PATH));
        below(Setting.NODES_VERIFY_SECONDS, Setting.NODES_SEEN_SECONDS);
        below(Setting.POW_LOAD_BAND, Setting.POW_LOAD);
        if (reader.number(Setting.POW_LOAD) + reader.number(Setting.POW_LOAD_BAND) >= FULL) {
            reader.fault(Setting.POW_LOAD, " and " + Setting.POW_LOAD_BAND.property() + " are less than 100 together");
        }
        if (reader.number(Setting.QUEUE_BYTES) < QUEUED_MESSAGES * reader.number(Setting.MESSAGE_BYTES)) {
            reader.fault(Setting.QUEUE_BYTES, " holds at least two messages of " + Setting.MESSAGE_BYTES.property());
        }
        if (reader.number(Setting.LOG_BYTES) < KEPT_MESSAGES * reader.number(Setting.MESSAGE_BYTES)) {
            reader.fault(Setting.LOG_BYTES, " holds at least " + KEPT_MESSAGES + " messages of " + Setting.MESSAGE_BYTES.property());
        }
        List.of(Setting.STATE_ENTRY_BYTES, Setting.STATE_SIGNED_BYTES).forEach(each -> notAbove(each, Setting.STATE_BYTES));
    }

    /** No two have the same value, but for those that are off. */
    private void differ(List<Setting> all) {
        for (int one = 0; one < all.size(); one++) {
            for (Setting other : all.subList(one + 1, all.size())) {
                differ(all.get(one), other);
            }
        }
    }

    private void differ(Setting one, Setting other) {
        if (reader.text(one).equals(reader.text(other)) && !"off".equals(reader.text(one))) {
            reader.fault(one, " is not that of " + other.property());
        }
    }

    private void below(Setting lower, Setting upper) {
        if (reader.number(lower) >= reader.number(upper)) {
            reader.fault(lower, " is less than " + upper.property());
        }
    }

    private void notAbove(Setting lower, Setting upper) {
        if (reader.number(lower) > reader.number(upper)) {
            reader.fault(lower, " is not more than " + upper.property());
        }
    }
}
