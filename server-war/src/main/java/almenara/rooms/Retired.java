package almenara.rooms;

import almenara.messages.Refusal;
import almenara.tables.Table;
import java.time.Duration;
import java.util.Optional;

/** Members that have lost their seats without a word, in the table of the {@link Members}, while they may still come back: by what each of them proves itself. */
final class Retired {

    private static final System.Logger LOG = System.getLogger(Retired.class.getName());

    private final Table table;
    private final Duration life;

    /** {@code life}: for how long they are remembered. */
    Retired(Table table, Duration life) {
        this.table = table;
        this.life = life;
    }

    private static String key(String room, String peer) {
        return room + '!' + peer;
    }

    /** Remembers how a member that has lost its seat may prove itself. */
    void add(String room, Member member) {
        table.put(key(room, member.peer()), member.proof(), life);
    }

    /** True when the token is that of a member that may come back. */
    boolean knows(String room, Member.Token token) {
        return table.get(key(room, token.peer())).filter(token::proves).isPresent();
    }

    /** True for one caller when the token is that of a member that may come back; refused when it is not the one of that member. */
    boolean recall(String room, Member.Token token) {
        String key = key(room, token.peer());
        Optional<String> proof = table.get(key);
        if (proof.isPresent() && !token.proves(proof.get())) {
            throw new Refusal(Refusal.Code.BAD_TOKEN, "this is not the token of that session");
        }
        return proof.isPresent() && table.remove(key, proof.get());
    }

    /** The member that was recalled could not be let in, and may try again. */
    void putBack(String room, Member.Token token) {
        try {
            table.put(key(room, token.peer()), Member.proof(token.secret()), life);
        } catch (Refusal refusal) {
            LOG.log(System.Logger.Level.DEBUG, "somebody can not come back: {0}", refusal.getMessage());
        }
    }
}
