package almenara.faults;

import almenara.faults.Event.AnswerHeard;
import almenara.faults.Event.Answered;
import almenara.faults.Event.Claimed;
import almenara.faults.Event.Released;
import jakarta.json.JsonObject;
import java.util.concurrent.TimeUnit;

/** The trade in offers: whoever hears of one claims it at once, so that all race for it; who wins answers it, or gives every third one back. */
final class Barter {

    private static final int GIVEN_BACK = 3;

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
            }
        });
    }

    private void win(Client client, String offer) {
        long asked = System.nanoTime();
        if (offer.hashCode() % GIVEN_BACK == 0) {
            client.config().add(new Released(asked, client.config().number(), offer));
            client.request(Commands.release(offer));
            return;
        }
        client.request(Commands.answer(offer)).thenAccept(answer -> {
            if (answer.getString("type").equals("ok")) {
                client.config().add(new Answered(asked, System.nanoTime(), client.config().number(), offer));
            }
        });
    }
}
