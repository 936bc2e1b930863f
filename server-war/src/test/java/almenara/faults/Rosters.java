package almenara.faults;

import almenara.faults.Event.Dropped;
import almenara.faults.Event.Entered;
import almenara.faults.Event.Left;
import almenara.faults.Event.PeerJoined;
import almenara.faults.Event.PeerLeft;
import almenara.faults.Finding.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the members of one room are listed once, not after they have left, and all of them in the end (protocol, sections 3 and 4). */
final class Rosters {

    private final List<Event> history;
    /** What each client that is attached takes for the other members. */
    private final Map<Integer, Set<String>> views = new HashMap<>();
    private final Map<Integer, Seat> attached = new HashMap<>();
    /** When each peer has left. */
    private final Map<String, Long> left = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    /** A peer that is attached, and since when. */
    private record Seat(String peer, long since) {
    }

    Rosters(List<Event> history) {
        this.history = history;
    }

    List<Finding> findings() {
        return findings(Long.MAX_VALUE);
    }

    /** The same of a history that ends while they still come and go: who has come or left at that moment or later need not be known to everybody in the end. */
    List<Finding> findings(long moment) {
        history.forEach(this::take);
        attached.forEach((client, self) -> {
            Set<String> view = views.get(client);
            attached.values().stream().filter(seat -> seat.since() < moment && !seat.peer().equals(self.peer()) && !view.contains(seat.peer()))
                    .forEach(seat -> find(Kind.NOT_LISTED, client, seat.peer()));
            view.stream().filter(peer -> left.getOrDefault(peer, moment) < moment).forEach(peer -> find(Kind.LISTED_AFTER_LEAVING, client, peer));
        });
        return findings;
    }

    /**
     * Who is listed in the end, did not leave, and is attached nowhere: it went without a word, or came back as another peer. That is wrong once the seats of all who are away
     * had to be given up, which a history alone does not say.
     */
    List<Finding> ghosts() {
        history.forEach(this::take);
        findings.clear();
        Set<String> there = attached.values().stream().map(Seat::peer).collect(Collectors.toSet());
        attached.keySet().forEach(client -> views.get(client).stream().filter(peer -> !there.contains(peer) && !left.containsKey(peer))
                .forEach(peer -> find(Kind.GHOST, client, peer)));
        return findings;
    }

    private void take(Event event) {
        switch (event) {
            case Entered one -> enter(one);
            case PeerJoined one -> join(one);
            case PeerLeft one -> views.getOrDefault(one.client(), new HashSet<>()).remove(one.peer());
            case Dropped one -> attached.remove(one.client());
            case Left one -> leave(one);
            default -> { }
        }
    }

    private void enter(Entered one) {
        attached.put(one.client(), new Seat(one.peer(), one.at()));
        if (one.recovered()) {
            return;
        }
        Set<String> view = new HashSet<>();
        for (String peer : one.roster()) {
            if (!view.add(peer)) {
                find(Kind.LISTED_TWICE, one.client(), peer);
            }
            if (left.getOrDefault(peer, Long.MAX_VALUE) < one.asked()) {
                find(Kind.LISTED_AFTER_LEAVING, one.client(), peer);
            }
        }
        views.put(one.client(), view);
    }

    private void join(PeerJoined one) {
        if (!views.computeIfAbsent(one.client(), any -> new HashSet<>()).add(one.peer())) {
            find(Kind.LISTED_TWICE, one.client(), one.peer());
        }
    }

    private void leave(Left one) {
        left.put(one.peer(), one.at());
        attached.remove(one.client());
        views.remove(one.client());
    }

    private void find(Kind kind, int client, String peer) {
        findings.add(new Finding(kind, peer + ", by client " + client));
    }
}
