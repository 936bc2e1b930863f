package almenara.wiring;

import almenara.messages.Refusal;

/** What a server does again and again. A part that fails is done in the next round, and does not keep the others from being done in this one. */
final class Duties {

    private static final System.Logger LOG = System.getLogger(Duties.class.getName());

    private Duties() {
    }

    static void all(Runnable... duties) {
        for (Runnable duty : duties) {
            try {
                duty.run();
            } catch (Refusal refusal) {
                LOG.log(System.Logger.Level.DEBUG, "the next round will do it: {0}", refusal.getMessage());
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a part of a round failed", e);
            }
        }
    }
}
