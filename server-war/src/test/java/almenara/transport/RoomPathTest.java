package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.messages.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomPathTest {

    private static final String ROOM = "A".repeat(43);
    private static final String OFFER = "abcdefghijklmnop";

    @ParameterizedTest
    @CsvSource({"GET, offers, offers, ''", "POST, offers, offer, ''", "POST, offers/claim, claim, ''", "PUT, offers/OFFER, refresh, OFFER",
        "DELETE, offers/OFFER, withdraw, OFFER", "PUT, offers/OFFER/claim, claim, OFFER", "DELETE, offers/OFFER/claim, release, OFFER",
        "PUT, offers/OFFER/hold, hold, OFFER", "POST, offers/OFFER/answer, answer, OFFER"})
    void everyResourceOfTheOfferTableIsItsCommand(String method, String below, String verb, String offer) {
        String path = '/' + ROOM + '/' + below.replace("OFFER", OFFER);
        assertEquals(new RoomPath(ROOM, verb, offer.replace("OFFER", OFFER)), RoomPath.parse(method, path));
    }

    @Test
    void theRoomItselfHasNoCommand() {
        assertEquals(new RoomPath(ROOM, "", ""), RoomPath.parse("GET", '/' + ROOM));
        assertEquals(new RoomPath(ROOM, "", ""), RoomPath.parse("PATCH", '/' + ROOM));
        assertEquals(new RoomPath(ROOM, "", ""), RoomPath.parse("GET", '/' + ROOM + '/'));
    }

    @ParameterizedTest
    @CsvSource({"PATCH, offers", "DELETE, offers", "GET, offers/OFFER", "POST, offers/OFFER", "GET, offers/claim", "POST, offers/OFFER/hold",
        "PUT, offers/OFFER/answer", "GET, members", "PUT, offers/OFFER/claim/more", "POST, offers/OFFER/claim", "GET, offers/OFFER/"})
    void whatIsNoResourceIsRefused(String method, String below) {
        refused(Refusal.Code.METHOD_NOT_ALLOWED, method, '/' + ROOM + '/' + below.replace("OFFER", OFFER));
    }

    @ParameterizedTest
    @CsvSource({"/", "''", "/x", "//", "/AAAA/offers", "/*"})
    void whatIsNoRoomIsRefused(String path) {
        refused(Refusal.Code.BAD_ROOM, "GET", path);
        refused(Refusal.Code.BAD_ROOM, "GET", null);
    }

    @ParameterizedTest
    @CsvSource({"x", "*", "ABCDEFGHIJKLMNOP", "abcdefghijklmno"})
    void whatIsNoOfferIsRefused(String offer) {
        refused(Refusal.Code.BAD_MESSAGE, "PUT", '/' + ROOM + "/offers/" + offer);
        refused(Refusal.Code.BAD_MESSAGE, "PUT", '/' + ROOM + "/offers/" + offer + "/hold");
    }

    private static void refused(Refusal.Code code, String method, String path) {
        assertEquals(code, assertThrows(Refusal.class, () -> RoomPath.parse(method, path)).code());
    }
}
