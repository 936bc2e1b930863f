package almenara.wiring;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What settings have to be to each other. */
record Harmony(SettingsReader reader) {

    private static final int QUEUED_MESSAGES = 2;
    private static final long KEPT_MESSAGES = 16;
    private static final int FULL = 100;
    private static final List<Setting> PATHS = List.of(Setting.Y_WEBRTC_PATH, Setting.PEERJS_PATH, Setting.TRYSTERO_PATH, Setting.MATCHBOX_PATH,
            Setting.TRACKER_PATHS, Setting.WEBRTC_STAR_PATHS);

    /** Notes every fault. */
    void check() {
        below(Setting.GRACE_SECONDS, Setting.RESUME_SECONDS);
        notAbove(Setting.OFFER_SECONDS, Setting.OFFER_MAX_SECONDS);
        pathsDiffer();
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

    /** No path is that of two dialects. */
    private void pathsDiffer() {
        Map<String, Setting> taken = new HashMap<>();
        for (Setting setting : PATHS) {
            for (String path : reader.list(setting)) {
                Setting other = "off".equals(path) ? setting : taken.getOrDefault(path, setting);
                if (other != setting) {
                    reader.fault(setting, " has no path of " + other.property());
                }
                taken.put(path, other);
            }
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
