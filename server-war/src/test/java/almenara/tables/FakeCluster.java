package almenara.tables;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** A cluster whose nodes come, die and are cut off when a test says so. */
public final class FakeCluster {

    private final Set<String> alive = new ConcurrentSkipListSet<>();
    private final Set<String> cutOff = ConcurrentHashMap.newKeySet();
    private final Map<String, List<ClusterView.Listener>> listeners = new ConcurrentHashMap<>();
    private volatile boolean leaderless;

    /** The cluster as the node of that name sees it, which is in it from now on. */
    public ClusterView join(String name) {
        alive.add(name);
        listeners.put(name, new CopyOnWriteArrayList<>());
        tell(false);
        return new View(name);
    }

    public void die(String name) {
        alive.remove(name);
        listeners.remove(name);
        tell(false);
    }

    public void cutOff(String name, boolean off) {
        boolean changed = off ? cutOff.add(name) : cutOff.remove(name);
        if (changed) {
            tell(false);
        }
    }

    /** Whether nobody leads anything for now, as may be right after a merge. */
    public void leaderless(boolean leaderless) {
        this.leaderless = leaderless;
    }

    /** Two parts that both went on have met. */
    public void merge() {
        tell(true);
    }

    private void tell(boolean merged) {
        listeners.values().forEach(each -> each.forEach(listener -> listener.changed(merged)));
    }

    private final class View implements ClusterView {
        private final String self;

        View(String self) {
            this.self = self;
        }

        @Override
        public String self() {
            return self;
        }

        @Override
        public boolean alive(String node) {
            return alive.contains(node);
        }

        @Override
        public boolean leads(String key) {
            List<String> nodes = List.copyOf(alive);
            return !leaderless && !nodes.isEmpty() && nodes.get(Math.floorMod(key.hashCode(), nodes.size())).equals(self);
        }

        @Override
        public int size() {
            return alive.size();
        }

        @Override
        public boolean alone() {
            return alive.size() == 1;
        }

        @Override
        public boolean serving() {
            return !cutOff.contains(self);
        }

        @Override
        public void watch(Listener listener) {
            listeners.get(self).add(listener);
        }
    }
}
