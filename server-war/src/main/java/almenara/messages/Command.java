package almenara.messages;

import java.util.Set;

/** What a client asks for, decoded and checked. Absent strings are empty; {@code data} is JSON text that nobody here looks into. */
public sealed interface Command {

    /** In the place of a proof: it is to come, and the client wants the challenge that it answers. */
    String PROMISED = " ";

    /** By these somebody comes into a room. */
    sealed interface Entering extends Command {
    }

    /** {@code proof} says who comes, and that it knows the room's secret (docs/protocol.md, section 10). */
    record Join(String proof) implements Entering {
    }

    /** The proof counts where nobody knows the token. */
    record Resume(String token, Position cursor, String proof) implements Entering {
    }

    /** A message to one peer, or to everybody else in the room when {@code to} is empty. */
    record Signal(String to, String id, String data) implements Command {
        public Signal {
            if (!to.isEmpty()) {
                Names.member(to);
            }
            Names.signal(id);
        }
    }

    /**
     * A message to one peer, or to everybody in the room when {@code to} is empty, from one who need not be there and is named to nobody. Only dialects have it;
     * the native protocol asks who posts.
     */
    record Post(String to, String data) implements Command {
        public Post {
            if (!to.isEmpty()) {
                Names.member(to);
            }
        }

        public Post(String data) {
            this("", data);
        }
    }

    /** Takes a room for itself alone, as a peer that its holder alone knows how to be; {@code name} is what others may be told of it, if anything. Only dialects have it. */
    record Occupy(String peer, String name) implements Entering {
        public Occupy {
            Names.peer(peer);
        }

        /** Of which others are told nothing. */
        public Occupy(String peer) {
            this(peer, "");
        }
    }

    /**
     * Comes into the room, as one of whom others may be told that it is called that; it hears of everything from its own arrival on, so also of those who have come
     * since and are told of as members already. Only dialects have it.
     */
    record Attend(String name) implements Entering {
        public Attend {
            Names.called(name);
        }

        public Attend() {
            this("");
        }
    }

    /**
     * Attends the room that those who came to a lobby wait in, which is the room of the request; it is full for good when so many are in it. Only dialects have
     * it.
     */
    record Gather(String lobby, int size) implements Entering {
        public Gather {
            Names.kept(lobby);
            if (size < 1) {
                throw new Refusal(Refusal.Code.BAD_MESSAGE, "nobody meets nobody");
            }
        }
    }

    /** Somebody who is in the room is called something else from now on. Only dialects have it. */
    record Call(String name) implements Command {
        public Call {
            Names.called(name);
        }
    }

    /** {@code keep}: the links of the peer stand, and the others are told so. */
    record Leave(boolean keep) implements Command {
    }

    record Ping() implements Command {
    }

    /** A new standing offer; {@code to} names the only peer that may claim it; {@code life} in seconds, 0 for the default. */
    record Publish(String to, int life, String data) implements Command {
        public Publish {
            if (!to.isEmpty()) {
                Names.member(to);
            }
        }
    }

    record Offers(String from) implements Command {
        public Offers {
            if (!from.isEmpty()) {
                Names.member(from);
            }
        }
    }

    /** A lease on that offer, or on any of that author's, or on any at all but those of the authors in {@code except}. */
    record Claim(String offer, String from, Set<String> except) implements Command {

        /** The longest list of authors that a claim may leave out. */
        public static final int MOST_EXCEPT = 100;

        public Claim {
            if (!offer.isEmpty()) {
                Names.offer(offer);
            }
            if (!from.isEmpty()) {
                Names.member(from);
            }
            if (except.size() > MOST_EXCEPT) {
                throw new Refusal(Refusal.Code.BAD_MESSAGE, "except names at most " + MOST_EXCEPT + " authors");
            }
            except.forEach(Names::peer);
        }
    }

    record Answer(String offer, String data) implements Command {
        public Answer {
            Names.offer(offer);
        }
    }

    record Release(String offer) implements Command {
        public Release {
            Names.offer(offer);
        }
    }

    record Hold(String offer) implements Command {
        public Hold {
            Names.offer(offer);
        }
    }

    record Refresh(String offer, int life, String data) implements Command {
        public Refresh {
            Names.offer(offer);
        }
    }

    record Withdraw(String offer) implements Command {
        public Withdraw {
            Names.offer(offer);
        }
    }
}
