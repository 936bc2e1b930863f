package almenara.faults;

import almenara.faults.Event.AnswerHeard;
import almenara.faults.Event.Answered;
import almenara.faults.Event.Claimed;
import almenara.faults.Event.Offered;
import almenara.faults.Event.Released;
import jakarta.json.JsonObject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The trade in offers: whoever hears of one claims it at once, so that all race for it; who wins answers it, or gives every third one back. Some are kept for a while,
 * and some of those who have lost try again and again whether they get it all the same.
 */
final class Barter {

    private static final int GIVEN_BACK = 3;
    private static final int KEPT = 9;
    private static final int STUBBORN = 3;
    private static final Executor SOON = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);
    private static final Executor LATER = CompletableFuture.delayedExecutor(6, TimeUnit.SECONDS);

    /** The client opens an offer. */
    static void offer(Client client) {
        client.request(Commands.offer()).thenAccept(answer -> {
            if (answer.getString("type").equals("ok")) {
                client.config().add(new Offered(System.nanoTime(), client.config().number(), answer.getString("offer")));
            }
        });
    }

    /** An offer of a peer was opened, or one's own was answered. */
    void hear(Client client, JsonObject event) {
        switch (event.getString("type")) {
            case "offer-opened" -> claim(client, event.getString("offer"));
            case "answer" -> client.config().add(new AnswerHeard(System.nanoTime(), client.config().number(), event.getString("offer"), event.getString("from")));
            default -> { }
        }
    }

    private void claim(Client client, String offer) {
        long asked = System.nanoTime();
        client.request(Commands.claim(offer)).thenAccept(answer -> {
            if (answer.getString("type").equals("ok")) {
                long lease = TimeUnit.SECONDS.toNanos(answer.getInt("expires"));
                client.config().add(new Claimed(asked, System.nanoTime(), client.config().number(), offer, lease));
                win(client, offer);
            } else if (isKept(offer) && client.config().number() % STUBBORN == 0 && answer.getString("code").equals("offer-claimed")) {
                SOON.execute(() -> claim(client, offer));
            }
        });
    }

    private static boolean isKept(String offer) {
        return offer.hashCode() % KEPT == 1;
    }

    private void win(Client client, String offer) {
        if (isKept(offer)) {
            LATER.execute(() -> answer(client, offer));
        } else {
            use(client, offer);
        }
    }

    private void use(Client client, String offer) {
        long asked = System.nanoTime();
        if (offer.hashCode() % GIVEN_BACK == 0) {
            client.config().add(new Released(asked, client.config().number(), offer));
            client.request(Commands.release(offer));
        } else {
            answer(client, offer);
        }
    }

    private void answer(Client client, String offer) {
        long asked = System.nanoTime();
        client.request(Commands.answer(offer)).thenAccept(answer -> {
            if (answer.getString("type").equals("ok")) {
                client.config().add(new Answered(asked, System.nanoTime(), client.config().number(), offer, Session.place(answer)));
            } else {
                // Whether the cluster took it is not known: from here on the lease need not be held.
                client.config().add(new Released(asked, client.config().number(), offer));
            }
        });
    }
}
