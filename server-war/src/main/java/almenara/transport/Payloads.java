package almenara.transport;

import java.util.ArrayList;
import java.util.List;

/** Several packets of Engine.IO in one body: with a separator between them in version 4, with the length in characters before each in version 3. */
enum Payloads {
    FOUR {
        @Override
        String join(List<String> packets) {
            return String.join(SEPARATOR, packets);
        }

        @Override
        List<String> split(String body) {
            return List.of(body.split(SEPARATOR, -1));
        }
    },
    THREE {
        @Override
        String join(List<String> packets) {
            StringBuilder body = new StringBuilder();
            packets.forEach(packet -> body.append(packet.length()).append(':').append(packet));
            return body.toString();
        }

        @Override
        List<String> split(String body) {
            List<String> packets = new ArrayList<>();
            int at = 0;
            while (at < body.length()) {
                int colon = body.indexOf(':', at);
                int end = colon < 0 ? -1 : end(body, at, colon);
                if (end < 0) {
                    packets.add(body.substring(at));
                    return packets;
                }
                packets.add(body.substring(colon + 1, end));
                at = end;
            }
            return packets;
        }
    };

    private static final String SEPARATOR = "\u001e";
    private static final int MOST_DIGITS = 8;

    static Payloads of(String version) {
        return "4".equals(version) ? FOUR : THREE;
    }

    abstract String join(List<String> packets);

    /** The packets; what has no length is one packet to the end, and nothing that any client has said. */
    abstract List<String> split(String body);

    /** Where the packet ends whose length stands there; negative where none does. */
    private static int end(String body, int at, int colon) {
        String digits = body.substring(at, colon);
        boolean isLength = digits.matches("[0-9]{1," + MOST_DIGITS + "}");
        int end = isLength ? colon + 1 + Integer.parseInt(digits) : -1;
        return end <= body.length() ? end : -1;
    }
}
