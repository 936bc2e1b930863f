package almenara.messages;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a shared-state table, and by which rules its entries follow one another. */
public record StateTable(Kind kind, String name) {

    /** Tables whose name begins so are signed. */
    public static final String SIGNED_PREFIX = "almenara-";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    /** The rules: those of LibreMesh's {@code shared-state} and {@code shared-state-multiwriter}, and our own for tables of which each author has a part. */
    public enum Kind {
        CLASSIC, MULTIWRITER, SIGNED;

        /** What stands for it in keys and in addresses. */
        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** The table that has that name at the path of {@code shared-state}; empty for what is no name. */
    public static Optional<StateTable> plain(String name) {
        return named(name.startsWith(SIGNED_PREFIX) ? Kind.SIGNED : Kind.CLASSIC, name);
    }

    /** The table that has that name at the path of {@code shared-state-multiwriter}; empty for what is no name. */
    public static Optional<StateTable> multiwriter(String name) {
        return named(Kind.MULTIWRITER, name);
    }

    private static Optional<StateTable> named(Kind kind, String name) {
        return NAME.matcher(name).matches() ? Optional.of(new StateTable(kind, name)) : Optional.empty();
    }

    /** The table as it stands in keys: no two have the same. */
    public String key() {
        return kind.wire() + '/' + name;
    }

    /** The table of which that is the key. */
    public static StateTable parse(String key) {
        int slash = key.indexOf('/');
        return new StateTable(Kind.valueOf(key.substring(0, slash).toUpperCase(java.util.Locale.ROOT)), key.substring(slash + 1));
    }
}
