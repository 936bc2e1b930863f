package almenara.pow;

import almenara.tables.MemoryTable;
import almenara.tables.Table;
import java.time.Clock;
import java.util.List;

class SpendingTest extends SpendingContract {

    private final MemoryTable table = new MemoryTable(Clock.systemUTC());

    @Override
    protected List<Table> tables() {
        return List.of(table, table.beside(), table.beside());
    }
}
