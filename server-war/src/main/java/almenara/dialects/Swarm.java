package almenara.dialects;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The peers of a torrent, wherever in the cluster they are connected. They sit in so many rooms, each room beginning where the one before is full. */
record Swarm(String hash, Way way, int rooms) {

    private static final Namespace NAMES = new Namespace("tracker");

    /** A peer in its place. */
    record Peer(String room, String member, TrackerName name) {
    }

    String room(int number) {
        return NAMES.room(number + " " + hash);
    }

    Stream<Peer> peers() {
        return IntStream.range(0, rooms).mapToObj(this::room).flatMap(room -> way.names(room).entrySet().stream()
                .flatMap(each -> TrackerName.parse(each.getValue()).map(name -> new Peer(room, each.getKey(), name)).stream()));
    }

    /** How many have everything, and how many do not. */
    record Size(long complete, long incomplete) {

        static Size of(Stream<Peer> peers) {
            List<Boolean> all = peers.map(peer -> peer.name().complete()).toList();
            long complete = all.stream().filter(each -> each).count();
            return new Size(complete, all.size() - complete);
        }

        /** With one more. */
        Size and(boolean isComplete) {
            return new Size(complete + (isComplete ? 1 : 0), incomplete + (isComplete ? 0 : 1));
        }
    }
}
