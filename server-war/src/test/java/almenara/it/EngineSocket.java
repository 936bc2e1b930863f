package almenara.it;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of Engine.IO over WebSocket, which hears packets as they are. */
final class EngineSocket implements AutoCloseable {

    private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");

    private final Heard<String> heard = new Heard<>();
    private final Set<String> ever = ConcurrentHashMap.newKeySet();
    private final TextSocket socket;

    private EngineSocket(String target) {
        socket = TextSocket.open(target, heard, this::take, "X-Forwarded-For", "192.0.2.1");
    }

    /** {@code query} stands in the URL, which has that path. */
    static EngineSocket connect(String path, String query) {
        return new EngineSocket(path + "/?" + query);
    }

    private void take(String packet) {
        ever.add(packet);
        heard.add(packet);
    }

    /** Without the names that the node makes up, and without its bounds. */
    static String comparable(String packet) {
        return packet.replaceAll("\"sid\":\"[^\"]+\"", "\"sid\":\"\"").replaceAll("\"(maxPayload|pingInterval)\":\\d+", "\"$1\":0");
    }

    static String sid(String open) {
        Matcher sid = SID.matcher(open);
        if (!sid.find()) {
            throw new AssertionError("there is no session in " + open);
        }
        return sid.group(1);
    }

    void says(String packet) {
        socket.say(packet);
    }

    void saysInBytes(byte[] bytes) {
        socket.say(bytes);
    }

    /** Returns when the packet has come, whatever came before it. */
    void waitsFor(String packet) {
        heard.take(packet, each -> comparable(each).equals(comparable(packet)));
    }

    /** True when the packet has come at any time. */
    boolean hasHeard(String packet) {
        return ever.contains(packet);
    }

    int closeCode() {
        return socket.closeCode();
    }

    @Override
    public void close() {
        socket.close();
    }
}
