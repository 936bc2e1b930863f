package almenara.dht;

import almenara.dht.Client.Stored;
import almenara.dht.krpc.NodeId;
import almenara.dht.store.Item;
import almenara.tasks.Serial;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;

/** The DHT, as the rest of the program has it: both families at once, from any thread. A family that can't do what is asked leaves it to the other. */
public final class Dht {

    private final List<Part> parts;
    private final Serial serial;

    /** What there is of one family. */
    public record Part(Node node, Client client, Keeper keeper) {
    }

    /** {@code serial} is the one thread of all nodes. */
    public Dht(List<Part> parts, Serial serial) {
        this.parts = List.copyOf(parts);
        this.serial = serial;
    }

    /** How many nodes are known that answer. */
    public CompletableFuture<Integer> size() {
        return all(part -> CompletableFuture.completedFuture(part.node().table().size()), Integer::sum);
    }

    /** How the node of each family is. */
    public CompletableFuture<List<Figures>> figures() {
        return all(part -> CompletableFuture.completedFuture(List.of(Figures.of(part))),
                (one, other) -> Stream.concat(one.stream(), other.stream()).toList());
    }

    /** As {@link Client#get}. */
    public CompletableFuture<Optional<Item>> get(NodeId target, byte[] salt) {
        return all(part -> part.client().get(target, salt), Dht::newest);
    }

    private static Optional<Item> newest(Optional<Item> one, Optional<Item> other) {
        boolean newer = other.isPresent() && (one.isEmpty()
                || one.get() instanceof Item.Mutable old && other.get() instanceof Item.Mutable next && next.seq() > old.seq());
        return newer ? other : one;
    }

    /** As {@link Client#put}. */
    public CompletableFuture<Stored> put(Item item, OptionalLong cas) {
        return all(part -> part.client().put(item, cas), Dht::both);
    }

    /** The refusal is that of whoever has found the newest. */
    private static Stored both(Stored one, Stored other) {
        boolean otherIsNewer = other.present().orElse(-1) > one.present().orElse(-1);
        Stored newer = otherIsNewer ? other : one;
        Stored older = otherIsNewer ? one : other;
        return new Stored(one.copies() + other.copies(), newer.refusal().or(older::refusal), newer.present());
    }

    /** As {@link Client#peers}. */
    public CompletableFuture<Set<InetSocketAddress>> peers(NodeId key) {
        return all(part -> part.client().peers(key), (one, other) -> {
            Set<InetSocketAddress> both = new LinkedHashSet<>(one);
            both.addAll(other);
            return both;
        });
    }

    /** As {@link Keeper#keep(Item)}. */
    public CompletableFuture<Integer> keep(Item item) {
        return all(part -> part.keeper().keep(item), Integer::sum);
    }

    /** As {@link Keeper#announce}. */
    public CompletableFuture<Integer> announce(NodeId key, int port) {
        return all(part -> part.keeper().announce(key, port), Integer::sum);
    }

    /** As {@link Keeper#announceItself}. */
    public CompletableFuture<Integer> announceItself(NodeId key, int port) {
        return all(part -> part.keeper().announceItself(key, port), Integer::sum);
    }

    /** As {@link Node#introduce}. */
    public void introduce(NodeId key, Item.Mutable own) {
        serial.run(() -> parts.forEach(part -> part.node().introduce(key, own)));
    }

    /** As {@link Client#introductions}. */
    public CompletableFuture<List<Item.Mutable>> introductions(NodeId key, byte[] salt) {
        return all(part -> part.client().introductions(key, salt), (one, other) -> Stream.concat(one.stream(), other.stream()).toList());
    }

    /** As {@link Keeper#drop}. */
    public void drop(NodeId target) {
        serial.run(() -> parts.forEach(part -> part.keeper().drop(target)));
    }

    /** As {@link Keeper#retract}. */
    public void retract(NodeId key) {
        serial.run(() -> parts.forEach(part -> part.keeper().retract(key)));
    }

    private <T> CompletableFuture<T> all(Function<Part, CompletableFuture<T>> task, BinaryOperator<T> both) {
        CompletableFuture<T> end = new CompletableFuture<>();
        serial.run(() -> {
            try {
                parts.stream().map(task).reduce((one, other) -> join(one, other, both)).orElseThrow().whenComplete((result, failure) -> {
                    if (failure == null) {
                        end.complete(result);
                    } else {
                        end.completeExceptionally(failure);
                    }
                });
            } catch (RuntimeException e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    /** What both have come to, or the one that has not failed. */
    private static <T> CompletableFuture<T> join(CompletableFuture<T> one, CompletableFuture<T> other, BinaryOperator<T> both) {
        return one.handle((first, failure) -> failure == null
                ? other.handle((second, otherFailure) -> otherFailure == null ? both.apply(first, second) : first)
                : other).thenCompose(Function.identity());
    }
}
