package almenara.faults;

import almenara.faults.Event.Place;
import almenara.faults.Event.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The signals in a room's log, put together from what all clients were told of it. */
final class Log {

    private final Map<String, NavigableMap<Long, Signal>> epochs = new HashMap<>();
    /** Who was told of each place first. */
    private final Map<Place, Integer> told = new HashMap<>();
    private final List<Finding> disagreements = new ArrayList<>();

    /** Somebody was told that the signal is at that place. */
    void put(Place place, Signal signal, int client) {
        int first = told.computeIfAbsent(place, any -> client);
        Signal before = epochs.computeIfAbsent(place.epoch(), any -> new TreeMap<>()).putIfAbsent(place.offset(), signal);
        if (before != null && !before.equals(signal)) {
            disagreements.add(new Finding(Finding.Kind.DISAGREEMENT, "client " + client + " was told " + signal + " at " + place + ", client " + first + ' ' + before));
        }
    }

    /** The signals of an epoch behind an offset, by offset. */
    NavigableMap<Long, Signal> after(Place place) {
        return epochs.getOrDefault(place.epoch(), new TreeMap<>()).tailMap(place.offset(), false);
    }

    /** True when the signal stands at that place or in front of it. */
    boolean has(Signal signal, Place place) {
        return epochs.getOrDefault(place.epoch(), new TreeMap<>()).headMap(place.offset(), true).containsValue(signal);
    }

    List<Finding> disagreements() {
        return disagreements;
    }
}
