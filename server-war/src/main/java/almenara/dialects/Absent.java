package almenara.dialects;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one client has said to ids that nobody has, until somebody has them or for so many seconds. Asked in the connection's turn alone. */
public final class Absent {

    /** How many frames and characters of one client wait for others, and for how many seconds. */
    public record Limits(int frames, int characters, int seconds) {
    }

    /** What waits for one id; {@code watch} ends the watch for it. */
    private static final class Queue {
        private final List<String> frames = new ArrayList<>();
        private final Runnable watch;
        private int age;

        Queue(Runnable watch) {
            this.watch = watch;
        }

        int characters() {
            return frames.stream().mapToInt(String::length).sum();
        }
    }

    private final Limits limits;
    private final Map<String, Queue> queues = new LinkedHashMap<>();

    Absent(Limits limits) {
        this.limits = limits;
    }

    /** True when something waits for the id. */
    boolean isAwaited(String id) {
        return queues.containsKey(id);
    }

    /** Begins to wait for an id. */
    void await(String id, Runnable watch) {
        queues.put(id, new Queue(watch));
    }

    /** Keeps a frame for an id that is awaited. False when that is too much: it is not kept. */
    boolean add(String id, String frame) {
        int frames = queues.values().stream().mapToInt(queue -> queue.frames.size()).sum();
        int characters = queues.values().stream().mapToInt(Queue::characters).sum();
        return frames < limits.frames() && characters + frame.length() <= limits.characters() && queues.get(id).frames.add(frame);
    }

    /** What waits for the id, in its order; it waits no longer. */
    List<String> take(String id) {
        Queue queue = queues.remove(id);
        queue.watch.run();
        return queue.frames;
    }

    /** A second has gone by: the ids that were awaited for long enough. */
    List<String> tick() {
        queues.values().forEach(queue -> queue.age++);
        return queues.entrySet().stream().filter(each -> each.getValue().age > limits.seconds()).map(Map.Entry::getKey).toList();
    }

    /** Waits for nobody any more. */
    void clear() {
        List.copyOf(queues.keySet()).forEach(this::take);
    }
}
