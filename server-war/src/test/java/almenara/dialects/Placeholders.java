package almenara.dialects;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server makes up stands in a transcript as a text {@code "<name>"}: what it is there shows when it is heard first. */
public final class Placeholders {

    private static final Pattern NAME = Pattern.compile("\"<([a-z]+)>\"");

    private final Map<String, String> known = new HashMap<>();

    /** True while something in the frame is not known. */
    public boolean isOpen(String frame) {
        return NAME.matcher(resolve(frame)).find();
    }

    /** The frame of a transcript as it is here. */
    public String resolve(String frame) {
        return NAME.matcher(frame).replaceAll(found -> Matcher.quoteReplacement(known.getOrDefault(found.group(1), found.group())));
    }

    /** Learns from a frame that was heard what that of the transcript leaves open, and returns what should have been heard. */
    public String learn(String frame, String heard) {
        String open = Recorded.parse(resolve(frame)).toString();
        List<String> names = new ArrayList<>();
        StringBuilder pattern = new StringBuilder();
        int end = 0;
        for (Matcher found = NAME.matcher(open); found.find(); end = found.end()) {
            names.add(found.group(1));
            pattern.append(Pattern.quote(open.substring(end, found.start()))).append("(\"[^\"]*\")");
        }
        Matcher heardNow = Pattern.compile(pattern + Pattern.quote(open.substring(end))).matcher(Recorded.parse(heard).toString());
        if (heardNow.matches()) {
            names.forEach(name -> known.put(name, heardNow.group(names.indexOf(name) + 1)));
        }
        return resolve(frame);
    }
}
