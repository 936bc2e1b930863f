package almenara.it;

import java.util.List;

/** How the refusals of the offer table are provoked. */
final class OfferRefusals {

    private OfferRefusals() {
    }

    static void unknownOffer(Scene scene) {
        for (String type : List.of("claim", "hold", "withdraw")) {
            Refusals.both("'type':'" + type + "','offer':'" + Refusals.NOTHING + "'").run(scene);
        }
        Refusals.both("'type':'refresh','data':1,'offer':'" + Refusals.NOTHING + "'").run(scene);
        scene.command("DELETE", scene.path("/offers/" + Refusals.NOTHING), "");
        scene.command("PUT", scene.path("/offers/" + Refusals.NOTHING + "/claim"), "");
    }

    static void noOffer(Scene scene) {
        scene.me().done("'type':'offer','data':1");
        Refusals.both("'type':'claim'").run(scene);
        Refusals.both("'type':'claim','from':'" + scene.witness().self() + "'").run(scene);
        scene.command("POST", scene.path("/offers/claim"), "");
    }

    static void notYours(Scene scene) {
        try (Client third = Client.join(scene.room())) {
            String theirs = third.done("'type':'offer','data':1").getString("offer");
            String directed = third.done("'type':'offer','data':1,'to':'" + scene.witness().self() + "'").getString("offer");
            Refusals.both("'type':'withdraw','offer':'" + theirs + "'").run(scene);
            Refusals.both("'type':'hold','offer':'" + theirs + "'").run(scene);
            Refusals.both("'type':'refresh','data':1,'offer':'" + theirs + "'").run(scene);
            Refusals.both("'type':'claim','offer':'" + directed + "'").run(scene);
            scene.command("PUT", scene.path("/offers/" + theirs), "'data':1");
        }
    }

    static void offerClaimed(Scene scene) {
        String mine = scene.me().done("'type':'offer','data':1").getString("offer");
        scene.witness().done("'type':'claim','offer':'" + mine + "'");
        Refusals.both("'type':'hold','offer':'" + mine + "'").run(scene);
        Refusals.both("'type':'refresh','data':1,'offer':'" + mine + "'").run(scene);
        scene.command("PUT", scene.path("/offers/" + mine + "/hold"), "");
    }

    static void claimExpired(Scene scene) {
        String theirs = scene.witness().done("'type':'offer','data':1").getString("offer");
        Refusals.both("'type':'answer','data':1,'offer':'" + theirs + "'").run(scene);
        Refusals.both("'type':'release','offer':'" + theirs + "'").run(scene);
        scene.command("DELETE", scene.path("/offers/" + theirs + "/claim"), "");
        scene.command("POST", scene.path("/offers/" + theirs + "/answer"), "'data':1");
    }

    static void tooManyOffers(Scene scene) {
        scene.me().done("'type':'offer','data':1");
        scene.me().done("'type':'offer','data':1");
        Refusals.both("'type':'offer','data':1").run(scene);
        scene.command("POST", scene.path("/offers"), "'data':1");
    }

    static void tooManyClaims(Scene scene) {
        scene.witness().done("'type':'offer','data':1");
        scene.witness().done("'type':'offer','data':1");
        scene.me().done("'type':'claim'");
        Refusals.both("'type':'claim'").run(scene);
    }
}
