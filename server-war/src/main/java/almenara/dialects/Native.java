package almenara.dialects;

import almenara.messages.Batch;
import almenara.messages.Command;
import almenara.messages.Names;
import almenara.messages.Position;
import almenara.messages.Refusal.Code;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import almenara.messages.Request;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** The protocol of docs/protocol.md. */
public final class Native {

    private static final String PAID = "paid";
    private static final int MOST_PAID = 16;
    /** Who sends a request that holds no command: its ref, and the room and the session's token that it names; empty when it does not. */
    public record Who(String ref, String room, String token) {
    }

    private final StrictJson json;
    private final NativeReplies replies;

    public Native(JsonLimits limits, NativeReplies.Introduction introduction) {
        this.json = new StrictJson(limits);
        this.replies = new NativeReplies(introduction);
    }

    /** The request in a client's frame. A refusal can't name the command's ref when the frame could not be read so far. */
    public Request decode(String frame) {
        Fields fields = new Fields(json.read(frame));
        return request(fields, fields.required("type"));
    }

    /** The commands in a client's frame: one, or with {@code paid} those that one payment is for. */
    public Batch batch(String frame) {
        Fields fields = new Fields(json.read(frame));
        String type = fields.required("type");
        if (!PAID.equals(type)) {
            return new Batch("", frame, List.of(request(fields, type)));
        }
        String body = fields.required("body");
        return new Batch(fields.required("pow"), body, paid(json.read(body)).stream().map(Fields::new)
                .map(each -> request(each, each.required("type"))).toList());
    }

    private static List<? extends JsonValue> paid(JsonValue body) {
        if (!(body instanceof JsonArray array)) {
            return List.of(body);
        }
        if (array.isEmpty() || array.size() > MOST_PAID) {
            throw new Refusal(Code.BAD_MESSAGE, "a payment is for 1 to " + MOST_PAID + " commands");
        }
        return array;
    }

    /** The request in the body of an HTTP resource, whose path says what is wanted. */
    public Request decode(String body, String type) {
        return request(new Fields(json.read(body.isBlank() ? "{}" : body)), type);
    }

    /** The same request with the offer that the path names. */
    public Request decode(String body, String type, String offer) {
        String text = body.isBlank() ? "{}" : body;
        Fields fields = new Fields(json.read(text));
        return new Request(fields.ref(), "", fields.text("token"), command(fields, type, offer));
    }

    /** Who sends a request whose path says all that is wanted. */
    public Who who(String body) {
        Fields fields = new Fields(json.read(body.isBlank() ? "{}" : body));
        return new Who(fields.ref(), room(fields), fields.text("token"));
    }

    /** The frame's ref where there is one, whatever else is wrong with it. */
    public String ref(String frame) {
        try {
            return json.glance(frame).map(value -> new Fields(value).ref()).orElse("");
        } catch (Refusal refusal) {
            return "";
        }
    }

    /** The refs of all commands in the frame, as far as they can be read; one that is empty when there is none. */
    public List<String> refs(String frame) {
        Optional<String> body = json.glance(frame).filter(JsonObject.class::isInstance).map(JsonValue::asJsonObject)
                .filter(object -> object.get("type") instanceof JsonString type && PAID.equals(type.getString()))
                .map(object -> object.get("body")).filter(JsonString.class::isInstance).map(text -> ((JsonString) text).getString());
        if (body.isEmpty()) {
            return List.of(ref(frame));
        }
        Optional<JsonArray> several = json.glance(body.get()).filter(JsonArray.class::isInstance).map(JsonValue::asJsonArray);
        return several.isEmpty() || several.get().isEmpty() ? List.of(ref(body.get()))
                : several.get().stream().limit(MOST_PAID).map(JsonValue::toString).map(this::ref).toList();
    }

    public String encode(Reply reply) {
        return replies.encode(reply);
    }

    private Request request(Fields fields, String type) {
        return new Request(fields.ref(), room(fields), fields.text("token"), command(fields, type, fields.text("offer")));
    }

    private static String room(Fields fields) {
        String room = fields.text("room");
        return room.isEmpty() ? room : Names.room(room);
    }

    private static Command command(Fields fields, String type, String offer) {
        return switch (type) {
            case "join" -> new Command.Join(fields.text("proof"));
            case "resume" -> new Command.Resume(fields.required("token"), cursor(fields), fields.text("proof"));
            case "signal" -> new Command.Signal(fields.text("to"), fields.text("id"), fields.json("data"));
            case "offer" -> new Command.Publish(fields.text("to"), life(fields), fields.json("data"));
            case "offers" -> new Command.Offers(fields.text("from"));
            case "claim" -> new Command.Claim(offer, fields.text("from"), fields.texts("except"));
            case "answer" -> new Command.Answer(named(offer), fields.json("data"));
            case "release" -> new Command.Release(named(offer));
            case "hold" -> new Command.Hold(named(offer));
            case "refresh" -> new Command.Refresh(named(offer), life(fields), fields.json("data"));
            case "withdraw" -> new Command.Withdraw(named(offer));
            case "leave" -> new Command.Leave(fields.flag("keep"));
            case "ping" -> new Command.Ping();
            default -> throw new Refusal(Code.UNKNOWN_COMMAND, "there is no such command");
        };
    }

    private static String named(String offer) {
        if (offer.isEmpty()) {
            throw new Refusal(Code.BAD_MESSAGE, "offer is missing");
        }
        return offer;
    }

    private static Position cursor(Fields fields) {
        long offset = fields.whole("offset", -1);
        if (offset < 0) {
            throw new Refusal(Code.BAD_MESSAGE, "offset is missing");
        }
        return new Position(fields.required("epoch"), offset);
    }

    private static int life(Fields fields) {
        return (int) Math.min(fields.whole("life", 0), Integer.MAX_VALUE);
    }
}
