package almenara.faults;

import java.time.Duration;

/** What befalls a node or its links, and how it ends. */
interface Fault {

    void strike();

    void end();

    /** Lets it last for a while, with something else done at its beginning; it ends whatever happens. */
    static void during(Fault fault, Duration time, Runnable meanwhile) {
        fault.strike();
        try {
            long began = System.nanoTime();
            meanwhile.run();
            Await.pass(time.minusNanos(System.nanoTime() - began));
        } finally {
            fault.end();
        }
    }

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

    /** The node stands still, and does not know it afterwards. */
    record Hang(Node node) implements Fault {

        @Override
        public void strike() {
            node.hang();
        }

        @Override
        public void end() {
            node.goOn();
        }
    }

    /** Somebody puts the clock of a node forward, and back. */
    record ClockStep(WallClock clock, Duration ahead) implements Fault {

        @Override
        public void strike() {
            clock.set(ahead);
        }

        @Override
        public void end() {
            clock.set(Duration.ZERO);
        }
    }

    /** The link to the other nodes is down, that to the clients is not. */
    record Isolation(Network network, Node node) implements Fault {

        @Override
        public void strike() {
            network.cut(node.number());
        }

        @Override
        public void end() {
            network.mend(node.number());
        }
    }

    /** Nothing comes through on the way between clients and a node, and nobody is told. */
    record BlackHole(FaultProxy way) implements Fault {

        @Override
        public void strike() {
            way.set(Conditions.dark());
        }

        @Override
        public void end() {
            way.set(Conditions.CLEAR);
        }
    }
}
