package almenara.dht;

import almenara.bencode.Dictionary;
import almenara.dht.krpc.Contact;
import almenara.dht.krpc.Fault;

/** What has become of a question. */
sealed interface Outcome {

    /** It was answered, by the node that {@code by} is. */
    record Answered(Contact by, Dictionary values) implements Outcome {
    }

    /** Who was asked has answered with an error. */
    record Refused(Fault fault) implements Outcome {
    }

    /** It was not asked at all, for too many questions are open here. */
    record Unasked() implements Outcome {
    }

    record Silent() implements Outcome {
    }
}
