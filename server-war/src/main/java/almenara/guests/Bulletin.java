package almenara.guests;

import almenara.messages.Notice;
import almenara.messages.Notice.Mail;
import almenara.messages.Notice.Standing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The notices of all clusters about the rooms that this node asks for, read and written under the veil of each room. Nothing is opened twice. */
public final class Bulletin {

    private final Board board;
    private final Wording wording;
    private final RandomGenerator random;
    private final Map<String, Veil> veils = new ConcurrentHashMap<>();
    private Map<String, Opened> opened = Map.of();

    /** How notices are written as text, and read. */
    public record Wording(Function<Notice, String> encode, Function<String, Optional<Notice>> decode) {
    }

    /** A notice, and the cluster whose it is. */
    public record Posted(String cluster, Notice notice) {
    }

    private record Opened(String value, Optional<Notice> notice) {
    }

    public Bulletin(Board board, Wording wording, RandomGenerator random) {
        this.board = board;
        this.wording = wording;
        this.random = random;
    }

    /** The name of this cluster. */
    public String self() {
        return board.author();
    }

    /** What all clusters say about those rooms now, this one too; rooms of which nothing is said are left out. */
    public synchronized Map<String, List<Posted>> read(Collection<String> rooms) {
        veils.keySet().retainAll(rooms);
        Map<String, String> byTag = new HashMap<>();
        rooms.forEach(room -> byTag.put(veil(room).tag(), room));
        Map<String, Opened> now = new HashMap<>();
        Map<String, List<Posted>> notices = new HashMap<>();
        for (Board.Paper paper : board.papers()) {
            String room = byTag.get(Veil.tag(paper.name()));
            if (room != null && !paper.value().isEmpty()) {
                Opened each = open(room, paper);
                now.put(place(paper.author(), paper.name()), each);
                each.notice().ifPresent(notice -> notices.computeIfAbsent(room, first -> new ArrayList<>()).add(new Posted(paper.author(), notice)));
            }
        }
        opened = now;
        return notices;
    }

    /** What all clusters say about that room now. */
    public List<Posted> about(String room) {
        Veil veil = new Veil(room);
        return board.papers().stream().filter(paper -> Veil.tag(paper.name()).equals(veil.tag()))
                .flatMap(paper -> open(veil, paper).stream().map(notice -> new Posted(paper.author(), notice))).toList();
    }

    private Opened open(String room, Board.Paper paper) {
        Opened before = opened.get(place(paper.author(), paper.name()));
        return before != null && before.value().equals(paper.value()) ? before : new Opened(paper.value(), open(veil(room), paper));
    }

    /** What stands at another place than such a notice has was written by nobody who means well. */
    private Optional<Notice> open(Veil veil, Board.Paper paper) {
        return veil.open(place(paper.author(), paper.name()), paper.value()).flatMap(wording.decode()).filter(notice -> name(veil, notice).equals(paper.name()));
    }

    /** True when the notice is not too large for a table. */
    public boolean fits(Notice notice) {
        return wording.encode().apply(notice).getBytes(StandardCharsets.UTF_8).length <= GuestLimits.NOTICE_BYTES;
    }

    /** Says so until that end, in place of what was said about the same before. False when it is too large, or was not taken. */
    public boolean post(String room, Notice notice, long end) {
        String text = wording.encode().apply(notice);
        String name = name(veil(room), notice);
        return fits(notice) && board.write(name, veil(room).seal(place(board.author(), name), text, random), end);
    }

    /** Takes back what was said, until whose end nobody brings it again. */
    public void withdraw(String room, Notice notice, long end) {
        board.write(name(veil(room), notice), "", end);
    }

    private Veil veil(String room) {
        return veils.computeIfAbsent(room, Veil::new);
    }

    private static String name(Veil veil, Notice notice) {
        return switch (notice) {
            case Standing standing -> veil.name("offer", standing.offer().author(), standing.offer().id());
            case Mail mail -> veil.name("mail", mail.from(), mail.to());
        };
    }

    private static String place(String author, String name) {
        return author + '/' + name;
    }
}
