package almenara.faults;

/** What befalls a node, and how it ends. */
interface Fault {

    void strike();

    void end();

    /** Shut down in order, and started. */
    record Restart(Node node) implements Fault {

        @Override
        public void strike() {
            node.shutDown();
        }

        @Override
        public void end() {
            node.start();
        }
    }
}
