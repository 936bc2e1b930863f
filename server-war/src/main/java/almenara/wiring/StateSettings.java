package almenara.wiring;

import almenara.guests.GuestLimits;
import almenara.messages.StateTable;
import almenara.sharedstate.SharedStateLimits;
import almenara.transport.StateDesk;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what shared-state tables there are, and how rooms are shared by one. */
final class StateSettings {

    private StateSettings() {
    }

    static Settings.State read(SettingsReader reader) {
        Optional<StateTable> shared = reader.signed(Setting.STATE_OFFERS);
        Set<String> plain = Stream.concat(reader.tables(Setting.STATE_TABLES).stream(), shared.map(StateTable::name).stream()).collect(Collectors.toSet());
        Set<String> clusters = reader.keys(Setting.STATE_OFFERS_CLUSTERS);
        StateDesk.Served served = new StateDesk.Served(plain, reader.tables(Setting.STATE_MULTIWRITER), reader.number(Setting.STATE_BYTES),
                reader.number(Setting.STATE_EXCHANGES));
        SharedStateLimits.Size size = new SharedStateLimits.Size(reader.number(Setting.STATE_ENTRIES), reader.number(Setting.STATE_AUTHOR_ENTRIES),
                reader.number(Setting.STATE_BYTES), reader.number(Setting.STATE_ENTRY_BYTES), reader.number(Setting.STATE_SIGNED_BYTES));
        SharedStateLimits limits = new SharedStateLimits(reader.number(Setting.STATE_TABLES_MOST), size, reader.number(Setting.STATE_TTL),
                reader.seconds(Setting.STATE_BLEACH_SECONDS), reader.number(Setting.STATE_NEWEST), parts(reader, shared, clusters));
        Settings.Outgoing outgoing = new Settings.Outgoing(reader.webUrls(Setting.STATE_NEIGHBOURS), reader.webUrls(Setting.STATE_HOOKS),
                reader.seconds(Setting.STATE_EXCHANGE_SECONDS), reader.seconds(Setting.STATE_PATIENCE_SECONDS));
        int seats = Math.min(reader.number(Setting.STATE_OFFERS_GUESTS), reader.number(Setting.ROOM_MEMBERS) / 2);
        GuestLimits guests = new GuestLimits(seats, reader.number(Setting.STATE_OFFERS_ENTRIES) / GuestLimits.ROOMS,
                reader.seconds(Setting.OFFER_MAX_SECONDS), clusters);
        return new Settings.State(served, limits, reader.number(Setting.STATE_POSTS), reader.number(Setting.STATE_CHANGES), outgoing, new Settings.Offers(shared, guests));
    }

    /** Nothing that is said of offers is true for longer than offers live. */
    private static Map<StateTable, SharedStateLimits.Part> parts(SettingsReader reader, Optional<StateTable> shared, Set<String> clusters) {
        Duration longest = reader.seconds(Setting.OFFER_MAX_SECONDS);
        SharedStateLimits.Part part = new SharedStateLimits.Part(reader.number(Setting.STATE_OFFERS_ENTRIES), longest.compareTo(GuestLimits.BRIEF) > 0 ? longest : GuestLimits.BRIEF,
                clusters);
        return shared.map(table -> Map.of(table, part)).orElse(Map.of());
    }
}
