package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.fuzz.Seeds;
import almenara.messages.Notice;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class NoticesFuzzTest {

    private static final Notices NOTICES = new Notices(new JsonLimits(16));
    private static final String ANN = "a".repeat(26);
    private static final String OFFER = "o".repeat(16);

    static Stream<byte[]> seeds() {
        return Seeds.json("{'offer':'" + OFFER + "','peer':'" + ANN + "','to':'" + ANN + "','expires':60000,'data':{'sdp':'v=0'}}",
                "{'peer':'" + ANN + "','to':'" + ANN + "','items':[{'n':1,'expires':60000,'id':'s 1','data':[1]},{'n':2,'expires':1,'offer':'" + OFFER + "','until':59000,'data':null}]}");
    }

    @MethodSource("seeds")
    @FuzzTest
    void whatIsReadIsWrittenAndReadAsTheSame(byte[] input) {
        Optional<Notice> notice = NOTICES.decode(Seeds.text(input));
        notice.ifPresent(each -> assertEquals(notice, NOTICES.decode(NOTICES.encode(each))));
    }
}
