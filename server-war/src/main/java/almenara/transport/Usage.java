package almenara.transport;

import almenara.limits.Waste;
import java.util.concurrent.atomic.LongAdder;

/** What a node's work is measured by: the time that goes into payments that no honest client makes, and the bytes of messages and answers that go out. */
public record Usage(Waste waste, LongAdder sent) {

    public Usage() {
        this(new Waste(), new LongAdder());
    }
}
