package almenara.cluster;

import almenara.pow.SpendingContract;
import almenara.tables.Table;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.infinispan.configuration.cache.CacheMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ReplicatedSpendingTest extends SpendingContract {

    private static final int NODES = 3;
    private static Grid grid;

    @BeforeAll
    static void start() {
        grid = new Grid(CacheMode.REPL_SYNC, NODES, Clock.systemUTC());
        IntStream.range(0, NODES).forEach(node -> grid.cache(node, "spent"));
    }

    @AfterAll
    static void stop() {
        grid.close();
    }

    @Override
    protected List<Table> tables() {
        return IntStream.range(0, NODES).<Table>mapToObj(node -> grid.table(node, "spent")).toList();
    }
}
