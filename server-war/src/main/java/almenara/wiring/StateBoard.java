package almenara.wiring;

import almenara.guests.Board;
import almenara.keys.SigningKey;
import almenara.messages.StateEntry;
import almenara.messages.StateEntry.Signed;
import almenara.messages.StateTable;
import almenara.sharedstate.SharedTables;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A signed table in which clusters tell each other of their rooms, each by its own key. */
record StateBoard(SharedTables tables, StateTable table, Supplier<SigningKey> key, Clock clock) implements Board {

    @Override
    public String author() {
        return name(key.get());
    }

    /** The name of whoever has that key. */
    static String name(SigningKey key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.publicKey().bytes());
    }

    @Override
    public boolean write(String name, String value, long end) {
        return tables.sign(table, key.get(), new SharedTables.Saying(name, value, end));
    }

    /** A table keeps entries up to the bleaching after their end. */
    @Override
    public List<Paper> papers() {
        long now = clock.millis();
        return tables.read(table).entrySet().stream().filter(each -> each.getValue().rank() instanceof Signed rank && rank.end() > now).map(StateBoard::paper).toList();
    }

    private static Paper paper(Map.Entry<String, StateEntry> each) {
        StateEntry entry = each.getValue();
        return new Paper(entry.author(), each.getKey().substring(entry.author().length() + 1), entry.data());
    }
}
