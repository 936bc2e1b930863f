package almenara.dialects;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What all nodes know of a peer of a torrent: whether it has everything, the number of its room among those of the torrent, and its id. */
record TrackerName(boolean complete, int number, String peer) {

    private static final Pattern TEXT = Pattern.compile("tracker ([ci]) ([0-9]{1,4}) ([0-9a-f]{40})");
    private static final int COMPLETE = 1;
    private static final int NUMBER = 2;
    private static final int PEER = 3;

    String text() {
        return "tracker " + (complete ? 'c' : 'i') + ' ' + number + ' ' + HexFormat.of().formatHex(peer.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What the text says, where it is a name of this dialect. */
    static Optional<TrackerName> parse(String text) {
        Matcher match = TEXT.matcher(text);
        return match.matches() ? Optional.of(new TrackerName("c".equals(match.group(COMPLETE)), Integer.parseInt(match.group(NUMBER)),
                new String(HexFormat.of().parseHex(match.group(PEER)), StandardCharsets.ISO_8859_1))) : Optional.empty();
    }
}
