package almenara.tables;

import java.time.Duration;

class MemoryTableTest extends TableContract {

    private final HandClock clock = new HandClock();
    private final MemoryTable table = new MemoryTable(clock);

    @Override
    protected Views table() {
        return new Views(table, table.beside());
    }

    @Override
    protected void pass(Duration time) {
        clock.advance(time);
    }
}
