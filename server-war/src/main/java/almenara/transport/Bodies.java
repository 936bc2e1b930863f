package almenara.transport;

import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The bodies of requests: bounded, of the types we read, strictly UTF-8. */
final class Bodies {

    private static final Set<String> TYPES = Set.of("", "application/json", "text/plain");
    /** With these begins what the container takes for a form. */
    private static final List<String> FORMS = List.of("application/x-www-form-urlencoded", "multipart/form-data");

    private Bodies() {
    }

    /**
     * Refuses a form. Who asks for a parameter of a request waits for the whole of its form, whatever its method is (Undertow 2.3), so a client that sends a byte
     * now and then would hold a thread for ever.
     */
    static void checkNoForm(HttpServletRequest request) {
        if (FORMS.stream().anyMatch(type(request)::startsWith)) {
            throw new Refusal(Code.UNSUPPORTED_TYPE, "there are no forms here");
        }
    }

    /** True when a body comes with the request, or is said to come. */
    static boolean isAnnounced(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /** Refuses a body where none is read: when a request that waited is done with, the container waits for all of its body (Undertow 2.3). */
    static void checkNone(HttpServletRequest request) {
        if (isAnnounced(request)) {
            throw new Refusal(Code.BAD_MESSAGE, "a GET has no body");
        }
    }

    private static String type(HttpServletRequest request) {
        return request.getContentType() == null ? "" : request.getContentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** Refuses a body by what its head says. */
    static void check(HttpServletRequest request, int most) {
        String type = type(request);
        if (!TYPES.contains(type) || request.getHeader("Content-Encoding") != null) {
            throw new Refusal(Code.UNSUPPORTED_TYPE, "the body is plain application/json or text/plain");
        }
        if (request.getContentLengthLong() > most) {
            throw tooLarge(most);
        }
    }

    static Refusal tooLarge(int most) {
        return new Refusal(Code.TOO_LARGE, "a message has at most " + most + " bytes");
    }

    static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(Code.BAD_TEXT, "the body is not UTF-8");
        }
    }
}
