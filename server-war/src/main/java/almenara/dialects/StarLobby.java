package almenara.dialects;

import almenara.json.JsonFactories;
import almenara.messages.Command;
import almenara.messages.Event;
import almenara.messages.Offer;
import almenara.messages.Refusal;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Where one client of webrtc-star hears of others, and they of it. Each room of the tree below has as many clients as a room has members; who finds one full goes
 * down to one of the two below it, and is announced in both, above now and then again. So everybody hears of a bounded number, and all are connected by somebody.
 * <pre>
 *         0 - 1 -+- 2 -+- 4 …
 *                |     +- 5 …
 *                +- 3 -+- 6 …
 *                      +- 7 …
 * </pre>
 * The addresses of a client stand as its offer in the room, for those who come later.
 */
final class StarLobby {

    private static final Namespace ROOMS = new Namespace("webrtc-star lobby");
    /** A post that announces an address begins so. */
    private static final String FRESH = "@";
    /** So deep the tree is at most. */
    private static final int DEPTH = 16;
    /** Of so many times that its addresses are renewed, those above are told of it once. */
    private static final int REMINDERS = 16;

    private final Asker asker;
    private final Limits limits;
    private final RandomGenerator random;
    private final StrictJson json;
    /** Those of the client's addresses that others were told of. */
    private final Set<StarAddress> told = new HashSet<>();
    private String room = "";
    private String above = "";
    private String offer = "";
    private int seconds;

    /** How many addresses a newcomer is told, and for how many seconds its own stand before it renews them. */
    record Limits(int told, int life) {
    }

    StarLobby(Asker asker, Limits limits, StrictJson json, RandomGenerator random) {
        this.asker = asker;
        this.limits = limits;
        this.json = json;
        this.random = random;
    }

    /** The address of which a post tells; nothing where it is for somebody who is called. */
    static Optional<StarAddress> announced(String post) {
        return post.startsWith(FRESH) ? Optional.of(new StarAddress(post.substring(FRESH.length()))) : Optional.empty();
    }

    /** One of the client's addresses is new, and the others hear of it, or it is said again, and they don't. Gives addresses of others. */
    List<StarAddress> announce(StarAddress fresh, Collection<StarAddress> own) {
        if (room.isEmpty()) {
            enter();
        }
        if (room.isEmpty()) {
            return List.of();
        }
        stand(own);
        List<StarAddress> others = others();
        told.retainAll(own);
        if (told.add(fresh)) {
            tell(room, fresh);
            tell(above, fresh);
        }
        return others;
    }

    private void tell(String lobby, StarAddress address) {
        if (!lobby.isEmpty()) {
            asker.ask(lobby, new Command.Post(FRESH + address.text()));
        }
    }

    private void enter() {
        int number = 0;
        String parent = "";
        for (int depth = 0; depth < DEPTH; depth++) {
            String candidate = ROOMS.room(Integer.toString(number));
            if (!(asker.ask(candidate, new Command.Join("")).orElse(null) instanceof Event.Refused refused)) {
                above = parent;
                room = candidate;
                return;
            }
            if (refused.refusal().code() != Refusal.Code.ROOM_FULL) {
                return;
            }
            parent = candidate;
            number = number == 0 ? 1 : 2 * number + random.nextInt(2);
        }
    }

    /** Writes down the client's addresses, in the place of what was there. */
    private void stand(Collection<StarAddress> own) {
        JsonArrayBuilder texts = JsonFactories.BUILDERS.createArrayBuilder();
        own.forEach(address -> texts.add(address.text()));
        String data = texts.build().toString();
        boolean stands = !offer.isEmpty() && asker.ask(room, new Command.Refresh(offer, limits.life(), data)).orElse(null) instanceof Event.Opened;
        if (!stands) {
            offer = asker.ask(room, new Command.Publish("", limits.life(), data)).orElse(null) instanceof Event.Opened opened ? opened.offer() : "";
        }
    }

    /** Of some of them: no more is read than is told. */
    private List<StarAddress> others() {
        List<Offer> all = new ArrayList<>();
        if (asker.ask(room, new Command.Offers("")).orElse(null) instanceof Event.Listed listed) {
            all.addAll(listed.offers());
        }
        Collections.shuffle(all, random);
        return all.stream().flatMap(each -> addresses(each).stream()).limit(limits.told()).toList();
    }

    /** None where they can't be read: only nodes write offers, but one may be of another version. */
    private List<StarAddress> addresses(Offer other) {
        try {
            return json.read(other.data()) instanceof JsonArray array
                    ? array.stream().filter(JsonString.class::isInstance).map(text -> new StarAddress(((JsonString) text).getString())).toList() : List.of();
        } catch (Refusal unreadable) {
            return List.of();
        }
    }

    /** True while the client is in no lobby, for it has not come yet, or was not let in. */
    boolean isOutside() {
        return room.isEmpty();
    }

    /** The client has so many addresses left, which may be none. */
    void shrink(Collection<StarAddress> own) {
        told.retainAll(own);
        if (own.isEmpty() && !room.isEmpty()) {
            asker.ask(room, new Command.Leave(false));
            room = "";
            offer = "";
        } else if (!room.isEmpty()) {
            stand(own);
        }
    }

    /** A second has gone by: what stands is renewed in time. */
    void tick(Collection<StarAddress> own) {
        seconds++;
        if (seconds % Math.max(1, limits.life() / 2) == 0 && !room.isEmpty()) {
            stand(own);
            remind(own);
        }
    }

    /** Who was told of it above may have gone, and be followed by others, who would never hear of anybody below. */
    private void remind(Collection<StarAddress> own) {
        if (random.nextInt(REMINDERS) == 0) {
            own.stream().findFirst().ifPresent(address -> tell(above, address));
        }
    }
}
