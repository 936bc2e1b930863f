package almenara.rooms;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who is in which room of the cluster, and which of them are guests: peers of other clusters, for whom this one answers. */
public final class Census {

    private final Members members;
    private final Predicate<Member.Place> isHere;

    /** {@code isHere} tells who is connected. */
    Census(Members members, Predicate<Member.Place> isHere) {
        this.members = members;
        this.isHere = isHere;
    }

    /** How many members all rooms of the cluster have together. */
    public int population() {
        return members.size();
    }

    /** The rooms that have members. */
    public Set<String> rooms() {
        return Set.copyOf(members.rooms());
    }

    /** The members of the room, each with the cluster whose guest it is; empty for peers of this cluster. */
    public Map<String, Optional<String>> of(String room) {
        return members.of(room).stream().map(Members.Held::member)
                .collect(Collectors.toMap(Member::peer, member -> Arrival.host(member.prefix()), (one, same) -> one));
    }

    /** A member of whom others may be told what it is called: where it is, what it is called, and the bucket of its address. */
    public record Called(String room, String name, String prefix) {
    }

    /** All members of whom others may be told what they are called, of those that are connected. */
    public Stream<Called> named() {
        return members.named().filter(each -> isHere.test(each.getValue().place())).map(each -> new Called(each.getKey(), each.getValue().name(), each.getValue().prefix()));
    }

    /** True when the peer is a guest in the room. */
    public boolean isGuest(String room, String peer) {
        return members.find(room, peer).flatMap(held -> Arrival.host(held.member().prefix())).isPresent();
    }
}
