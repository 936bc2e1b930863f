package almenara.tables;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What is done when something is stored, of key and value, and when something is gone, of the key. What is there already is no change. */
public record Changes(BiConsumer<String, String> onStored, Consumer<String> onGone) implements Table.Watcher {

    /** What is done when something is stored; nothing when it is gone. */
    public static Changes stored(BiConsumer<String, String> onStored) {
        return new Changes(onStored, key -> { });
    }

    /** What is done when something is gone; nothing when it is stored. */
    public static Changes gone(Consumer<String> onGone) {
        return new Changes((key, value) -> { }, onGone);
    }

    @Override
    public void reset(Map<String, String> entries) {
        // no change
    }

    @Override
    public void stored(String key, String value) {
        onStored.accept(key, value);
    }

    @Override
    public void gone(String key) {
        onGone.accept(key);
    }
}
