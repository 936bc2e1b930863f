package almenara.pow;

/** What is paid for: its number on the wire, and how many times the effort of a quote it costs. */
public enum Action {
    POST(1, 1),
    JOIN(2, 4),
    CLAIM(3, 1),
    TOKEN(4, 16),
    DHT_PUT(5, 32);

    private final int number;
    private final int factor;

    Action(int number, int factor) {
        this.number = number;
        this.factor = factor;
    }

    public int number() {
        return number;
    }

    public int factor() {
        return factor;
    }
}
