package almenara.pow;

import java.util.Arrays;
import java.util.Optional;

/** Where a quote is good; the order is that of the numbers on the wire, from 0. */
public enum Scope {
    NODE,
    ROOM,
    TURN,
    DHT;

    int number() {
        return ordinal();
    }

    static Optional<Scope> of(int number) {
        return Arrays.stream(values()).filter(scope -> scope.ordinal() == number).findFirst();
    }
}
