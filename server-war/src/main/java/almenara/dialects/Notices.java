package almenara.dialects;

import almenara.messages.Names;
import almenara.messages.Notice;
import almenara.messages.Notice.Answered;
import almenara.messages.Notice.Item;
import almenara.messages.Notice.Mail;
import almenara.messages.Notice.Standing;
import almenara.messages.Offer;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What clusters tell each other about rooms, as JSON. What comes from elsewhere is read as strictly as what clients send; what does not fit is none. */
public final class Notices {

    private static final String ITEMS = "items";
    private static final String PEER = "peer";
    private static final String OFFER = "offer";
    private static final String EXPIRES = "expires";
    private static final String DATA = "data";
    private static final int LEVELS = 3;

    private final StrictJson json;

    /** {@code message}: the limits of the messages of clients, which the data in a notice keep as well. */
    public Notices(JsonLimits message) {
        this.json = new StrictJson(new JsonLimits(message.depth() + LEVELS, message.keys()));
    }

    public String encode(Notice notice) {
        return switch (notice) {
            case Standing(Offer offer) -> new JsonText().field(OFFER, offer.id()).field(PEER, offer.author()).optional("to", offer.to())
                    .field(EXPIRES, offer.expires()).raw(DATA, offer.data()).end();
            case Mail(String from, String to, List<Item> items) -> new JsonText().field(PEER, from).field("to", to)
                    .raw(ITEMS, items.stream().map(Notices::encode).collect(Collectors.joining(",", "[", "]"))).end();
        };
    }

    private static String encode(Item item) {
        JsonText text = new JsonText().field("n", item.number()).field(EXPIRES, item.ends()).optional("id", item.name());
        if (!item.answer().offer().isEmpty()) {
            text.field(OFFER, item.answer().offer()).field("until", item.answer().until());
        }
        return text.raw(DATA, item.data()).end();
    }

    /** Empty for what is no notice. */
    public Optional<Notice> decode(String text) {
        try {
            JsonValue value = json.read(text);
            Fields fields = new Fields(value);
            return Optional.of(value.asJsonObject().containsKey(ITEMS) ? mail(fields, value.asJsonObject()) : new Standing(offer(fields)));
        } catch (Refusal refusal) {
            return Optional.empty();
        }
    }

    private static Offer offer(Fields fields) {
        return new Offer(Names.offer(fields.required(OFFER)), Names.peer(fields.required(PEER)), addressee(fields.text("to")), "", fields.whole(EXPIRES, 0), fields.json(DATA));
    }

    private static String addressee(String name) {
        return name.isEmpty() ? name : Names.peer(name);
    }

    private static Mail mail(Fields fields, JsonObject object) {
        if (!(object.get(ITEMS) instanceof JsonArray items)) {
            throw new Refusal(Code.BAD_MESSAGE, "items is an array");
        }
        return new Mail(Names.peer(fields.required(PEER)), Names.peer(fields.required("to")), items.stream().map(Fields::new).map(Notices::item).toList());
    }

    private static Item item(Fields fields) {
        String offer = fields.text(OFFER);
        Answered answer = offer.isEmpty() ? Answered.NONE : new Answered(Names.offer(offer), fields.whole("until", 0));
        return new Item(fields.whole("n", 0), fields.whole(EXPIRES, 0), Names.signal(fields.text("id")), answer, fields.json(DATA));
    }
}
