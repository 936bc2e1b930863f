package almenara.faults;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Everything that the clients have done and seen, by room. Any thread adds to it. */
final class History {

    private final Map<Integer, List<Event>> rooms = new ConcurrentSkipListMap<>();

    void add(int room, Event event) {
        List<Event> events = rooms.computeIfAbsent(room, any -> new ArrayList<>());
        synchronized (events) {
            events.add(event);
        }
    }

    /** What has happened in a room so far, by time. */
    List<Event> of(int room) {
        List<Event> events = rooms.getOrDefault(room, List.of());
        synchronized (events) {
            return events.stream().sorted(Comparator.comparingLong(Event::at)).toList();
        }
    }

    /** Whether any of these clients has published a signal at that moment or later, and it is acknowledged: what was on its way before says nothing. */
    boolean takes(Collection<Integer> clients, long moment) {
        Set<Event.Signal> since = new HashSet<>();
        all().filter(event -> event.at() >= moment && clients.contains(event.client())).filter(Event.Published.class::isInstance).map(Event.Published.class::cast)
                .forEach(one -> since.add(new Event.Signal(one.client(), one.n())));
        return all().filter(Event.Acknowledged.class::isInstance).map(Event.Acknowledged.class::cast).anyMatch(one -> since.contains(new Event.Signal(one.client(), one.n())));
    }

    Stream<Event> all() {
        return rooms.keySet().stream().flatMap(room -> of(room).stream());
    }

    /** What a check of each room finds. */
    List<Finding> findings(Function<List<Event>, List<Finding>> check) {
        return rooms.keySet().stream().flatMap(room -> check.apply(of(room)).stream().map(finding -> finding.of(room))).toList();
    }

    /** Everything, for whoever looks into what was found: a line for each event, room by room. */
    void write(Path file) throws IOException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            rooms.keySet().forEach(room -> of(room).forEach(event -> out.println("room " + room + ' ' + event)));
        }
    }
}
