package almenara.signaling;

import almenara.messages.Batch;
import almenara.messages.Event;
import java.util.Optional;

/** What stands between a client and the rooms of a public node. */
public interface Toll {

    /** A node that asks for nothing. */
    Toll FREE = new Toll() {
        @Override
        public void charge(Payer payer, String room, String peer, Batch batch) {
            // everything is free
        }

        @Override
        public void chargeToken(Asker asker, String peer) {
            // as well
        }

        @Override
        public void chargePut(Asker asker) {
            // as well
        }

        @Override
        public Optional<Event.Price> price() {
            return Optional.empty();
        }

        @Override
        public double rise() {
            return 1;
        }
    };

    /** Takes what the commands cost that peer (empty: somebody without a session) in that room; refuses them when it is not paid. */
    void charge(Payer payer, String room, String peer, Batch batch);

    /** Takes what a TURN credential costs that peer, or refuses it. */
    void chargeToken(Asker asker, String peer);

    /** Takes what it costs to have an item put into the DHT, or refuses it. */
    void chargePut(Asker asker);

    /** What a post costs now. */
    Optional<Event.Price> price();

    /** How many times as much a post costs now as while the node has little to do; 1 where it costs nothing. */
    double rise();
}
