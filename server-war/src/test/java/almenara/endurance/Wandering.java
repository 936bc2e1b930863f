package almenara.endurance;

import almenara.faults.Finding;
import almenara.signaling.Node;
import almenara.signaling.Nodes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A room at three nodes whose members come and go by chance, of which the seed decides everything: connections break at any message and are missed later or never,
 * steps of the nodes wait, time goes by, nodes die, the two parts of a split meet.
 */
final class Wandering {

    private static final int MEMBERS = 6;
    private static final int NODES = 3;
    /** More than a log keeps. */
    private static final int FLOOD = 110;
    private static final int GRACE = 16;
    private static final int RESUME = 125;
    private static final int CHANCES = 10_000;

    private final Random random;
    private final Nodes nodes;
    private final Map<Node, Steps> steps = new LinkedHashMap<>();
    private final Diary diary = new Diary();
    private final List<Wanderer> members = new ArrayList<>();
    /** Cut, and the node does not know it yet. */
    private final List<Wire> dead = new ArrayList<>();
    private int numbers;
    private int wires;

    Wandering(long seed) {
        random = new Random(seed);
        nodes = new Nodes(0, seed, Runnable::run);
        for (int count = 0; count < NODES; count++) {
            start();
        }
        for (int count = 0; count < MEMBERS; count++) {
            members.add(new Wanderer(numbers++, diary));
        }
    }

    private void start() {
        Steps own = new Steps(random);
        steps.put(nodes.start("node-" + numbers++, own), own);
    }

    Diary diary() {
        return diary;
    }

    /** Lets the room live until so many connections have been lost, and come to rest; what is wrong then. */
    List<Finding> live(int losses) {
        while (diary.losses() < losses) {
            happen(random.nextInt(CHANCES));
            steps.values().forEach(each -> each.run(random.nextInt(4)));
        }
        rest();
        return Finding.in(diary.events());
    }

    private void happen(int chance) {
        int place = random.nextInt(MEMBERS);
        Wanderer one = members.get(place);
        if (chance < 5000) {
            act(one);
        } else if (chance < 8000) {
            disconnect(one);
        } else if (chance < 9000) {
            notice();
        } else if (chance < 9200) {
            goAndAnother(place);
        } else if (chance < 9300) {
            flood(one);
        } else {
            beyond(chance);
        }
    }

    /** What does not concern a member. */
    private void beyond(int chance) {
        if (chance < 9900) {
            nodes.pass(1);
        } else if (chance < 9960) {
            pass(GRACE);
        } else if (chance < 9970) {
            pass(RESUME);
        } else if (chance < 9980) {
            merge();
        } else if (chance < 9990) {
            crash();
        }
    }

    /** Nobody comes in at that very moment: some nodes would know of it by the record and others not, and a second later it would be told to all, to some of them again. */
    private void merge() {
        settle();
        nodes.cluster.merge();
        settle();
    }

    /** A node that lives leaves nothing undone for seconds. */
    private void pass(int seconds) {
        for (int second = 0; second < seconds; second++) {
            settle();
        }
    }

    private void act(Wanderer one) {
        if (one.isAway()) {
            one.enter(new Wire("wire-" + wires++, nodes.node(random.nextInt(NODES)), one));
        } else {
            one.repeat();
            one.publish();
        }
    }

    private void disconnect(Wanderer one) {
        one.wire().ifPresent(wire -> {
            one.breakAfter(random.nextInt(4));
            dead.add(wire);
        });
    }

    /** A node notices that one of the connections that were to break is gone; if it was not yet, it is now. */
    private void notice() {
        if (!dead.isEmpty()) {
            Wire wire = dead.remove(random.nextInt(dead.size()));
            members.forEach(each -> each.closed(wire));
            wire.end();
        }
    }

    /** A member goes for good, with a word or without, and somebody else comes. */
    private void goAndAnother(int place) {
        Wanderer one = members.get(place);
        if (one.isJoined() && random.nextBoolean()) {
            one.leave();
        }
        disconnect(one);
        one.breakAfter(0);
        members.set(place, new Wanderer(numbers++, diary));
    }

    private void flood(Wanderer one) {
        if (random.nextInt(4) == 0) {
            for (int count = 0; count < FLOOD; count++) {
                one.publish();
            }
        }
    }

    /** A node dies, and another one comes. */
    private void crash() {
        Node victim = nodes.node(random.nextInt(NODES));
        steps.remove(victim).end();
        for (Wanderer each : members) {
            if (each.wire().filter(wire -> wire.node() == victim).isPresent()) {
                each.breakAfter(0);
            }
        }
        dead.removeIf(wire -> wire.node() == victim);
        nodes.crash(victim);
        start();
    }

    /** Everybody comes back, says what it owes, and hears the rest. */
    private void rest() {
        while (!dead.isEmpty()) {
            notice();
        }
        while (!members.stream().allMatch(Wanderer::isSettled)) {
            for (Wanderer each : members) {
                if (each.isAway()) {
                    act(each);
                }
                each.repeat();
            }
            settle();
        }
        pass(2 * GRACE);
    }

    private void settle() {
        steps.values().forEach(Steps::runAll);
        nodes.pass(1);
        steps.values().forEach(Steps::runAll);
    }
}
