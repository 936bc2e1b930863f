package almenara.faults;

/** What befalls a node, and how it ends. */
interface Fault {

    void strike();

    void end();

    /** kill -9, and a node that is started as if it had never been there. */
    record Crash(Node node) implements Fault {

        @Override
        public void strike() {
            node.kill();
        }

        @Override
        public void end() {
            node.start();
        }
    }

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
