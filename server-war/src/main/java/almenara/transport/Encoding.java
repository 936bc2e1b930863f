package almenara.transport;

import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.nodes.Item;
import java.util.HexFormat;
import java.util.Optional;

/** How bytes stand in the JSON and the URLs of the DHT's gateway: in base64url without padding (RFC 4648), or in hexadecimal digits. */
enum Encoding {
    BASE64URL {
        @Override
        String write(byte[] bytes) {
            return Item.base64(bytes);
        }

        @Override
        Optional<byte[]> read(String text, int most) {
            return Item.bytes(text, most);
        }
    },
    HEX {
        @Override
        String write(byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }

        @Override
        Optional<byte[]> read(String text, int most) {
            try {
                return text.length() > 2 * most ? Optional.empty() : Optional.of(HexFormat.of().parseHex(text));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    };

    abstract String write(byte[] bytes);

    /** The bytes that the text is, if they are at most so many. */
    abstract Optional<byte[]> read(String text, int most);

    /** The one of that name; base64url when there is none. */
    static Encoding of(String name) {
        return switch (name) {
            case "", "base64url" -> BASE64URL;
            case "hex" -> HEX;
            default -> throw new Refusal(Code.BAD_MESSAGE, "encoding is base64url or hex");
        };
    }

    /** The bytes that the text is; refused, by that name, when they are not exactly so many. */
    byte[] exactly(String name, String text, int length) {
        return read(text, length).filter(bytes -> bytes.length == length)
                .orElseThrow(() -> new Refusal(Code.BAD_MESSAGE, name + " is " + length + " bytes in " + (this == HEX ? "hexadecimal digits" : "base64url")));
    }
}
