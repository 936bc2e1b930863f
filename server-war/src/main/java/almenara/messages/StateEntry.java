package almenara.messages;

/**
 * An entry of a shared-state table: who has written it, its data as JSON text (empty: a tombstone), and the rank by which it gives way to another of the same
 * key.
 */
public record StateEntry(String author, String data, Rank rank) {

    private static final int FIELDS = 3;

    /** What decides between two entries of a key. Nothing else does: neither the author nor the data is looked at. */
    public sealed interface Rank {

        /** True when the other one, of the same kind, takes the place. */
        boolean yields(Rank other);

        /** The rank after that many bleachings. */
        Rank bleached(long times);

        /** How many bleachings it has left; without a positive number it is none any more. */
        long left();

        /** The rank as it is kept, on one line. */
        String encode();
    }

    /** The rank of a classic table: how many bleachings are left. */
    public record Bleaching(long ttl) implements Rank {

        @Override
        public boolean yields(Rank other) {
            return other instanceof Bleaching it && ttl < it.ttl;
        }

        @Override
        public Bleaching bleached(long times) {
            return new Bleaching(ttl - times);
        }

        @Override
        public long left() {
            return ttl;
        }

        @Override
        public String encode() {
            return "b " + ttl;
        }
    }

    /** The rank of a multiwriter table, which never bleaches: {@code modified} in seconds of the epoch, how often it was changed, and a lot for draws. */
    public record Counted(long modified, long changes, long fortune) implements Rank {

        @Override
        public boolean yields(Rank other) {
            return other instanceof Counted it && (changes < it.changes || changes == it.changes && fortune < it.fortune);
        }

        @Override
        public Counted bleached(long times) {
            return this;
        }

        @Override
        public long left() {
            return Long.MAX_VALUE;
        }

        @Override
        public String encode() {
            return "c " + modified + ' ' + changes + ' ' + fortune;
        }
    }

    /** The rank of a signed table: when it was written and when it ends, in milliseconds of the epoch, by the signature of its author. */
    public record Signed(long ttl, long time, long end, String signature) implements Rank {

        @Override
        public boolean yields(Rank other) {
            return other instanceof Signed it && (time < it.time || time == it.time && ttl < it.ttl);
        }

        @Override
        public Signed bleached(long times) {
            return new Signed(ttl - times, time, end, signature);
        }

        @Override
        public long left() {
            return ttl;
        }

        @Override
        public String encode() {
            return "s " + ttl + ' ' + time + ' ' + end + ' ' + signature;
        }
    }

    /** True when the other entry takes the place of this one. A copy that has been bleached once less is none that was written anew: clocks differ. */
    public boolean yields(StateEntry other) {
        return rank.yields(other.rank) && !(isSame(other) && other.rank instanceof Bleaching it && it.ttl() == rank.left() + 1);
    }

    /** True when author and data are the same. */
    public boolean isSame(StateEntry other) {
        return author.equals(other.author) && data.equals(other.data);
    }

    /** The entry after that many bleachings. */
    public StateEntry bleached(long times) {
        return new StateEntry(author, data, rank.bleached(times));
    }

    /** True while the entry is one. */
    public boolean isAlive() {
        return rank.left() > 0;
    }

    public boolean isTombstone() {
        return data.isEmpty();
    }

    /** The entry as it is kept, a line a field, the data to the end. */
    public String encode() {
        return rank.encode() + '\n' + author + '\n' + data;
    }

    /** Throws a {@link RuntimeException} for what is no entry. */
    public static StateEntry decode(String text) {
        String[] fields = text.split("\n", FIELDS);
        return new StateEntry(fields[1], fields[2], rank(fields[0].split(" ", -1)));
    }

    private static Rank rank(String... parts) {
        return switch (parts[0]) {
            case "b" -> new Bleaching(Long.parseLong(parts[1]));
            case "c" -> new Counted(Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
            case "s" -> new Signed(Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]), parts[4]);
            default -> throw new IllegalArgumentException("no rank is called " + parts[0]);
        };
    }
}
