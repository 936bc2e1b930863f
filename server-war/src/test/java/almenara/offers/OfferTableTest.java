package almenara.offers;

import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import almenara.tables.TableContract.Views;
import java.time.Clock;
import java.time.Duration;

class OfferTableTest extends OfferTableContract {

    private final HandClock clock = new HandClock();
    private final MemoryTable table = new MemoryTable(clock);

    @Override
    protected Views table() {
        return new Views(table, table.beside());
    }

    @Override
    protected Clock clock() {
        return clock;
    }

    @Override
    protected void pass(Duration time) {
        clock.advance(time);
    }
}
