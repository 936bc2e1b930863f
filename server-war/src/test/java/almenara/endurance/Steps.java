package almenara.endurance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** The threads of a node in one: what was begun waits until the test lets some of it happen, in an order of chance. */
final class Steps implements Executor {

    private final RandomGenerator random;
    private final List<Runnable> begun = new ArrayList<>();
    private boolean ended;

    Steps(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public void execute(Runnable step) {
        if (!ended) {
            begun.add(step);
        }
    }

    /** Lets up to so many steps happen. */
    void run(int most) {
        for (int count = 0; count < most && !begun.isEmpty(); count++) {
            begun.remove(random.nextInt(begun.size())).run();
        }
    }

    /** Lets everything happen that was begun, and what follows from it. */
    void runAll() {
        run(Integer.MAX_VALUE);
    }

    /** The node has died: nothing of it happens any more. */
    void end() {
        ended = true;
        begun.clear();
    }
}
