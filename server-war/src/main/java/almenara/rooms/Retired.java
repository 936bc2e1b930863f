package almenara.rooms;

import almenara.messages.Refusal;
import almenara.tables.Table;
import java.time.Duration;
import java.util.Optional;

/** Members that have lost their seats without a word, in the table of the {@link Members}, while they may still come back: by what each of them proves itself. */
final class Retired {

    private static final System.Logger LOG = System.getLogger(Retired.class.getName());

    private final Table table;

    Retired(Table table) {
        this.table = table;
    }

    private static String key(String room, String peer) {
        return room + '!' + peer;
    }

    /** Remembers how a member that has lost its seat may prove itself. */
    void add(String room, Member member, Duration life) {
        table.put(key(room, member.peer()), member.proof(), life);
    }

    /** True when the token is that of a member that may come back. */
    boolean knows(String room, Member.Token token) {
        return table.get(key(room, token.peer())).filter(token::proves).isPresent();
    }

    /** True when the token is that of a member that may come back; refused when it is not the one of that member. */
    boolean recalls(String room, Member.Token token) {
        Optional<String> proof = table.get(key(room, token.peer()));
        if (proof.isPresent() && !token.proves(proof.get())) {
            throw new Refusal(Refusal.Code.BAD_TOKEN, "this is not the token of that session");
        }
        return proof.isPresent();
    }

    /** The member is back. What can't be forgotten now will be when its time is over. */
    void forget(String room, Member.Token token) {
        try {
            table.remove(key(room, token.peer()), Member.proof(token.secret()));
        } catch (Refusal refusal) {
            LOG.log(System.Logger.Level.DEBUG, "somebody is back, and remembered for as long as it might have come: {0}", refusal.getMessage());
        }
    }
}
