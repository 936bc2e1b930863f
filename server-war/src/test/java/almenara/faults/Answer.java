package almenara.faults;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.OptionalInt;

/** {@code ok} or {@code refused}. The ref of a signal is text, that of any other command a number; a stream's join that was refused has none. */
record Answer(JsonObject message) {

    static final int OPENING = 0;

    /** The code of the refusal; empty when there is none. */
    String code() {
        return message.getString("code", "");
    }

    boolean isRefusal() {
        return !code().isEmpty();
    }

    /** Not here, not now: another node is to be asked. */
    boolean isAway() {
        return code().equals("unavailable") || code().equals("draining") || isRefusal() && (!message.containsKey("ref") || command().orElse(-1) == OPENING);
    }

    /** The number of the command, when it is no signal. */
    OptionalInt command() {
        return message.get("ref") instanceof JsonNumber number ? OptionalInt.of(number.intValue()) : OptionalInt.empty();
    }

    /** The number of the signal, when it is one. */
    OptionalInt signal() {
        return message.get("ref") instanceof JsonString text ? OptionalInt.of(Integer.parseInt(text.getString())) : OptionalInt.empty();
    }
}
