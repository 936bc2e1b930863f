package almenara.faults;

import java.util.List;

/** All nodes at one address of this machine: there is no link between them that could be taken away. */
final class Loopback implements Network {

    private static final String HOST = "127.0.0.1";
    private static final int FIRST = 18_000;
    private static final int STEP = 100;

    @Override
    public List<String> at(int node) {
        return List.of();
    }

    @Override
    public String host(int node) {
        return HOST;
    }

    @Override
    public String inner(int node) {
        return HOST;
    }

    @Override
    public int offset(int node) {
        return FIRST + STEP * node;
    }

    @Override
    public void cut(int node) {
        throw new UnsupportedOperationException("there is no link");
    }

    @Override
    public void mend(int node) {
        throw new UnsupportedOperationException("there is no link");
    }

    @Override
    public boolean canCut() {
        return false;
    }

    @Override
    public void close() {
        // nothing was made
    }
}
