package load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;

/** What is made for a seat when it is first needed, and kept. */
final class Templates {

    private final IntFunction<List<Template>> maker;
    private final List<List<Template>> made;

    Templates(int seats, IntFunction<List<Template>> maker) {
        this.maker = maker;
        made = new ArrayList<>(Collections.nCopies(seats, null));
    }

    List<Template> of(int seat) {
        List<Template> templates = made.get(seat);
        if (templates == null) {
            templates = maker.apply(seat);
            made.set(seat, templates);
        }
        return templates;
    }

    /** A description, and the candidates that come with it. */
    static List<Template> withCandidates(Template description, String candidate) {
        List<Template> all = new ArrayList<>(List.of(description));
        all.addAll(candidates(candidate));
        return all;
    }

    static List<Template> candidates(String candidate) {
        return Collections.nCopies(Protocols.CANDIDATES, new Template(Kind.CANDIDATE, candidate));
    }
}
