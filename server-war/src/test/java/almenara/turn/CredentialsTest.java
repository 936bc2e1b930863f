package almenara.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.tables.HandClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CredentialsTest {

    private static final List<String> URLS = List.of("turn:turn.example.org", "turns:turn.example.org?transport=tcp");
    private static final TurnRules RULES = new TurnRules(URLS, List.of("first-secret-of-two", "second-secret-of-two"), Duration.ofMinutes(10));

    private final HandClock clock = new HandClock();
    private final Credentials credentials = new Credentials(RULES, clock);

    private static String user(Event.Granted granted) {
        return granted.username().split(":")[1];
    }

    /** Computed with openssl. */
    @Test
    void aCredentialIsTheHmacOfItsNameByTheFirstSecret() {
        Event.Granted granted = credentials.issue("cb0071");
        assertEquals("1000000600:054f0353b330db8b1c8c", granted.username());
        assertEquals("xuNgB640NvZCRvgpDEpp1+/sn54=", granted.credential());
        assertEquals(600, granted.seconds());
        assertEquals(URLS, granted.urls());
    }

    @Test
    void theUserOfANetworkStaysTheSameWhileTheExpiryMovesOn() {
        Event.Granted first = credentials.issue("cb0071");
        clock.advance(Duration.ofSeconds(90));
        Event.Granted second = credentials.issue("cb0071");
        assertEquals("1000000690", second.username().split(":")[0]);
        assertEquals(user(first), user(second));
        assertNotEquals(first.credential(), second.credential());
        assertNotEquals(user(first), user(credentials.issue("cb0072")));
    }

    @Test
    void theUserTellsNothingToWhoDoesNotHaveTheSecret() {
        TurnRules others = new TurnRules(URLS, List.of("secret-of-somebody-else"), Duration.ofMinutes(10));
        assertNotEquals(user(credentials.issue("cb0071")), user(new Credentials(others, clock).issue("cb0071")));
        assertFalse(credentials.issue("cb0071").username().contains("cb0071"));
    }

    @Test
    void withoutTurnServersThereIsNothingToGive() {
        Refusal refusal = assertThrows(Refusal.class, () -> new Credentials(new TurnRules(List.of(), List.of(), Duration.ofMinutes(10)), clock).check());
        assertEquals(Refusal.Code.NO_TURN, refusal.code());
        credentials.check();
        assertThrows(IllegalArgumentException.class, () -> new TurnRules(URLS, List.of(), Duration.ofMinutes(10)));
    }

    @Test
    void neitherSecretsNorCredentialsAreShown() {
        assertFalse(RULES.toString().contains("secret-of"));
        Event.Granted granted = credentials.issue("cb0071");
        assertFalse(granted.toString().contains(granted.credential()) || granted.toString().contains(granted.username()));
        assertTrue(granted.toString().contains("turn.example.org"));
    }
}
