package almenara.nodes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A directory in memory, and each server's way to it. */
final class Board {

    final Map<String, Item> left = new HashMap<>();
    final List<Item> lies = new ArrayList<>();
    /** What can be found by its key alone. */
    final List<Item> apart = new ArrayList<>();

    /** A server's part of it. */
    final class Desk implements Directory {

        int published;
        int withdrawn;
        int discovered;
        boolean open = true;
        private Optional<Item> own = Optional.empty();

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void publish(Item item) {
            published++;
            own = Optional.of(item);
            left.put(item.name(), item);
        }

        @Override
        public void withdraw() {
            withdrawn++;
            own.ifPresent(item -> left.remove(item.name(), item));
        }

        @Override
        public List<Item> discover() {
            discovered++;
            List<Item> all = new ArrayList<>(lies);
            all.addAll(left.values());
            return all;
        }

        @Override
        public Optional<Item> find(byte[] key) {
            return Stream.concat(left.values().stream(), apart.stream()).filter(each -> Arrays.equals(each.key(), key)).max(Comparator.comparingLong(Item::seq));
        }
    }

    Desk desk() {
        return new Desk();
    }
}
