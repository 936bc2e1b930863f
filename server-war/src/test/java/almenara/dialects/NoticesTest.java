package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.messages.Notice;
import almenara.messages.Notice.Answered;
import almenara.messages.Notice.Item;
import almenara.messages.Notice.Mail;
import almenara.messages.Notice.Standing;
import almenara.messages.Offer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoticesTest {

    private static final String ANN = "a".repeat(26);
    private static final String BOB = "b".repeat(26);
    private static final String OFFER = "o".repeat(16);

    private final Notices notices = new Notices(new JsonLimits(16));

    private void comesBack(String text, Notice notice) {
        assertEquals(text.replace('\'', '"'), notices.encode(notice));
        assertEquals(Optional.of(notice), notices.decode(notices.encode(notice)));
    }

    @Test
    void anOfferIsWrittenAndRead() {
        comesBack("{'offer':'" + OFFER + "','peer':'" + ANN + "','expires':60000,'data':{'sdp':'v=0'}}", new Standing(new Offer(OFFER, ANN, "", "", 60_000, "{\"sdp\":\"v=0\"}")));
        comesBack("{'offer':'" + OFFER + "','peer':'" + ANN + "','to':'" + BOB + "','expires':60000,'data':'x'}", new Standing(new Offer(OFFER, ANN, BOB, "", 60_000, "\"x\"")));
    }

    @Test
    void mailIsWrittenAndRead() {
        Item signal = new Item(1, 60_000, "s 1", Answered.NONE, "[1]");
        Item answer = new Item(2, 60_001, "", new Answered(OFFER, 59_000), "null");
        comesBack("{'peer':'" + ANN + "','to':'" + BOB + "','items':[{'n':1,'expires':60000,'id':'s 1','data':[1]},"
                + "{'n':2,'expires':60001,'offer':'" + OFFER + "','until':59000,'data':null}]}", new Mail(ANN, BOB, List.of(signal, answer)));
        comesBack("{'peer':'" + ANN + "','to':'" + BOB + "','items':[]}", new Mail(ANN, BOB, List.of()));
    }

    @Test
    void dataNestsAsDeepAsInTheMessageOfAClient() {
        String deepest = "[".repeat(16) + "]".repeat(16);
        String deeper = "[".repeat(19) + "]".repeat(19);
        comesBack("{'offer':'" + OFFER + "','peer':'" + ANN + "','expires':1,'data':" + deepest + "}", new Standing(new Offer(OFFER, ANN, "", "", 1, deepest)));
        assertEquals(Optional.empty(), notices.decode(notices.encode(new Standing(new Offer(OFFER, ANN, "", "", 1, deeper)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{'offer':'oooooooooooooooo'}", "{'offer':'o','peer':'ANN','expires':1,'data':1}", "{'offer':'oooooooooooooooo','peer':'../','expires':1,'data':1}",
        "{'offer':'oooooooooooooooo','peer':'ANN','expires':-1,'data':1}", "{'offer':'oooooooooooooooo','peer':'ANN','expires':1}", "{'offer':'oooooooooooooooo','peer':'ANN','expires':1,'data':1},{}",
        "{'offer':'oooooooooooooooo','peer':'ANN','to':'x','expires':1,'data':1}", "{'offer':'oooooooooooooooo','peer':'ANN','peer':'ANN','expires':1,'data':1}",
        "{'peer':'ANN','to':'ANN','items':{}}", "{'peer':'ANN','to':'ANN','items':[1]}", "{'peer':'ANN','to':'ANN','items':[{'n':1,'expires':1}]}", "{'peer':'ANN','items':[]}",
        "{'peer':'ANN','to':'ANN','items':[{'n':1,'expires':1,'data':1,'offer':'x'}]}", "{'peer':'ANN','to':'ANN','items':[{'n':1,'expires':1,'data':1,'id':'a\nb'}]}"})
    void whatIsNoNoticeIsNone(String text) {
        assertEquals(Optional.empty(), notices.decode(text.replace('\'', '"').replace("ANN", ANN)));
    }
}
