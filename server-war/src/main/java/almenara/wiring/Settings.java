package almenara.wiring;

import almenara.dht.Allowance;
import almenara.dht.store.ItemStore;
import almenara.dht.store.PeerStore;
import almenara.dialects.Absent;
import almenara.dialects.JsonLimits;
import almenara.dialects.Tracker;
import almenara.dialects.WebrtcStar;
import almenara.guests.GuestLimits;
import almenara.messages.StateTable;
import almenara.networks.Range;
import almenara.nodes.NodeUrl;
import almenara.nodes.Reach;
import almenara.nodes.Rules;
import almenara.offers.OfferLimits;
import almenara.pow.EffortLaw.Steering;
import almenara.pow.Tariff;
import almenara.rooms.RoomLimits;
import almenara.sharedstate.SharedStateLimits;
import almenara.signaling.Signaling;
import almenara.transport.DhtDesk;
import almenara.transport.StateDesk;
import almenara.transport.TransportLimits;
import almenara.turn.TurnRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What an operator has set, checked, in the shape that each part takes. The single settings are in {@link Setting}. */
public record Settings(String nodeName, Core core, TransportLimits transport, Network network, Seal seal, Work work, Stun stun, Turn turn, Dht dht, Gateway gateway, State state,
        Nodes nodes, Dialects dialects) {

    /** Bytes of heap for a room of the cluster: with two members who have said nothing yet it takes a third of that, the rest is for what is said. */
    private static final int HEAP_OF_ROOM = 16 * 1024;

    /** What the core takes. */
    public record Core(RoomLimits rooms, OfferLimits offers, JsonLimits json, Signaling.Rules rules) {
    }

    /** What concerns the world around. */
    public record Network(Set<String> origins, List<Range> proxies, Set<String> iceUrls, Duration drain) {
    }

    /** The hosts that challenges name (none: that of the request), and how long they live. */
    public record Seal(List<String> hosts, Duration life) {
    }

    /** What is asked in work, and how many wrong payments of an address are looked at in a minute; a base of zero asks for none. The secret is empty when the cluster makes its own, and never prints. */
    public record Work(Tariff tariff, Steering steering, Duration quote, Full full, int faults, byte[] secret) {

        boolean isAsked() {
            return tariff.base() > 0;
        }

        @Override
        public String toString() {
            return "Work[" + tariff + ", " + steering + ", " + quote + ", " + full + ", " + faults + "]";
        }
    }

    /** What is full load: so many connections, bytes out in a second (0: they do not count), and such a wait for a thread. */
    record Full(int connections, int egress, Duration waiting) {
    }

    /** The STUN server; it is wanted unless its port is 0. */
    public record Stun(String address, int port, int rate) {
    }

    /** The credentials for TURN servers, and how many of them a minute. */
    public record Turn(TurnRules rules, int tokens) {
    }

    /** The nodes of the DHT; they are wanted unless the port is 0. What they know is kept in that folder, if there is one. */
    public record Dht(int port, List<String> addresses, List<String> bootstrap, Manner manner, ItemStore.Bounds items, PeerStore.Bounds peers,
            Allowance.PerSecond rates, Optional<Path> memory) {

        private static final int NETWORKS_ITEMS = 16;
        private static final int NETWORKS_KEYS = 4;
        private static final int PEERS_OF_A_KEY = 100;

        /** Whether private networks are in reach, and whether nothing is answered. */
        public record Manner(boolean privateToo, boolean readOnly) {
        }

        private static ItemStore.Bounds items(int most) {
            return new ItemStore.Bounds(most, most / NETWORKS_ITEMS);
        }

        private static PeerStore.Bounds peers(int keys) {
            return new PeerStore.Bounds(keys, PEERS_OF_A_KEY, keys / NETWORKS_KEYS);
        }
    }

    /** The way of pages into the DHT, and how many items of both kinds an address may have in a minute. */
    public record Gateway(DhtDesk.Rules rules, int gets, int puts) {
    }

    /** The shared-state tables: which there are, their bounds, what an address may do in a minute, where they are brought, and how rooms are shared. */
    public record State(StateDesk.Served served, SharedStateLimits limits, int posts, int changes, Outgoing outgoing, Offers offers) {
    }

    /** The table by which rooms are shared with other clusters, if there is one, and the bounds of that. */
    public record Offers(Optional<StateTable> table, GuestLimits limits) {
    }

    /** Where shared-state tables are brought, how often at least, and how long that may take. */
    public record Outgoing(Set<String> neighbours, Set<String> hooks, Duration interval, Duration patience) {
    }

    /** The mesh: nothing of it without a URL. Without a topic the DHT has no part in it. The key is empty when the cluster makes its own, and never prints; it is kept in the folder {@code data}. */
    public record Nodes(Optional<NodeUrl> url, Rules rules, Optional<String> topic, int requests, byte[] key, String data) {

        @Override
        public String toString() {
            return "Nodes[" + url + ", " + rules + ", " + topic + ", " + requests + "]";
        }
    }

    /** The protocols of other clients: their paths, and what is allowed on a connection, of each protocol, and for an address. */
    public record Dialects(DialectPaths paths, Absent.Limits absent, Tracker.Limits tracker, WebrtcStar.Limits star, int listed, int rooms, int connections,
            int addressConnections, int frames, int priceFactor, int waiting, int faults) {
    }

    /** Where each of them is; empty where it is switched off. */
    public record DialectPaths(Optional<String> yWebrtc, Optional<String> peerJs, Optional<String> trystero, Optional<String> matchbox, List<String> tracker,
            List<String> star) {
    }

    /** Reads them all; throws {@link IllegalStateException} with every fault in its message. */
    static Settings read(Iterable<String> names, Function<String, Optional<String>> value) {
        SettingsReader reader = new SettingsReader(names, value);
        Core core = new Core(rooms(reader), offers(reader), new JsonLimits(reader.number(Setting.JSON_DEPTH)),
                new Signaling.Rules(reader.number(Setting.ROOMS_PER_CONNECTION), reader.truth(Setting.ANONYMOUS_POSTS),
                        reader.number(Setting.POW_FAULTS_CONNECTION), true));
        Network network = new Network(reader.origins(Setting.ALLOWED_ORIGINS), reader.ranges(Setting.TRUSTED_PROXIES),
                reader.urls(Setting.ICE_URLS, "stun"), reader.seconds(Setting.DRAIN_SECONDS));
        Settings settings = new Settings(reader.text(Setting.NODE_NAME), core, transport(reader), network, seal(reader), WorkSettings.read(reader), stun(reader), turn(reader),
                dht(reader), gateway(reader), StateSettings.read(reader), nodes(reader), dialects(reader));
        reader.finish();
        return settings;
    }

    private static RoomLimits rooms(SettingsReader reader) {
        return new RoomLimits(reader.number(Setting.ROOM_MEMBERS), reader.number(Setting.LOG_ENTRIES), reader.number(Setting.LOG_BYTES),
                reader.seconds(Setting.RESUME_SECONDS), reader.seconds(Setting.GRACE_SECONDS), rooms(reader.number(Setting.ROOMS), Runtime.getRuntime().maxMemory()));
    }

    /** As many as is said, or as that heap (bytes) is large enough for. */
    static int rooms(int said, long heap) {
        return said > 0 ? said : (int) Math.clamp(heap / HEAP_OF_ROOM, 1, Setting.ROOMS.most());
    }

    private static OfferLimits offers(SettingsReader reader) {
        return new OfferLimits(reader.number(Setting.OFFERS_PER_PEER), reader.number(Setting.CLAIMS_PER_PEER),
                reader.seconds(Setting.OFFER_SECONDS), reader.seconds(Setting.OFFER_MAX_SECONDS), reader.seconds(Setting.CLAIM_SECONDS));
    }

    private static Seal seal(SettingsReader reader) {
        return new Seal(reader.hosts(Setting.PUBLIC_HOST), reader.seconds(Setting.CHALLENGE_SECONDS));
    }

    private static Stun stun(SettingsReader reader) {
        String address = reader.address(Setting.STUN_ADDRESS);
        int port = reader.number(Setting.STUN_PORT);
        return new Stun(address.isEmpty() ? bound(reader) : address, shifted(reader, port), reader.number(Setting.STUN_RATE));
    }

    private static String bound(SettingsReader reader) {
        return reader.server("jboss.bind.address", "127.0.0.1");
    }

    private static int shifted(SettingsReader reader, int port) {
        return port == 0 ? 0 : port + Integer.parseInt(reader.server("jboss.socket.binding.port-offset", "0"));
    }

    private static Dht dht(SettingsReader reader) {
        List<String> addresses = reader.addresses(Setting.DHT_ADDRESSES);
        String data = reader.server("jboss.server.data.dir", "");
        return new Dht(shifted(reader, reader.number(Setting.DHT_PORT)), addresses.isEmpty() ? List.of(bound(reader)) : addresses,
                reader.services(Setting.DHT_BOOTSTRAP), new Dht.Manner(reader.truth(Setting.DHT_PRIVATE), reader.truth(Setting.DHT_READ_ONLY)),
                Dht.items(reader.number(Setting.DHT_ITEMS)), Dht.peers(reader.number(Setting.DHT_KEYS)),
                new Allowance.PerSecond(reader.number(Setting.DHT_RATE), reader.number(Setting.DHT_RATE_ALL)),
                data.isEmpty() ? Optional.empty() : Optional.of(Path.of(data)));
    }

    private static Gateway gateway(SettingsReader reader) {
        DhtDesk.Rules rules = new DhtDesk.Rules(reader.salts(Setting.DHT_SALTS), reader.number(Setting.DHT_LOOKUPS), reader.seconds(Setting.DHT_LOOKUP_SECONDS),
                reader.seconds(Setting.DHT_FRESH_SECONDS));
        return new Gateway(rules, reader.number(Setting.DHT_GETS), reader.number(Setting.DHT_PUTS));
    }

    private static Turn turn(SettingsReader reader) {
        List<String> secrets = reader.secrets(Setting.TURN_SECRETS);
        List<String> urls = List.copyOf(reader.urls(Setting.TURN_URLS, "turn"));
        boolean complete = reader.together(Setting.TURN_URLS, Setting.TURN_SECRETS);
        return new Turn(new TurnRules(complete ? urls : List.of(), secrets, reader.seconds(Setting.TURN_SECONDS)), reader.number(Setting.TURN_TOKENS));
    }

    private static Nodes nodes(SettingsReader reader) {
        Rules.Bounds bounds = new Rules.Bounds(reader.number(Setting.NODES_MOST), reader.number(Setting.NODES_NETWORK), reader.number(Setting.NODES_SAMPLE),
                reader.number(Setting.NODES_SAMPLE_NETWORK));
        Rules rules = new Rules(reader.nodes(Setting.NODES_SEEDS), new Reach(reader.ranges(Setting.NODES_NETWORKS), reader.ports(Setting.NODES_PORTS)), bounds,
                new Rules.Times(reader.seconds(Setting.NODES_VERIFY_SECONDS), reader.seconds(Setting.NODES_SEEN_SECONDS)));
        return new Nodes(reader.node(Setting.NODES_URL), rules, reader.topic(Setting.NODES_TOPIC), reader.number(Setting.NODES_REQUESTS), reader.key(Setting.NODES_KEY),
                reader.server("jboss.server.data.dir", ""));
    }

    private static Dialects dialects(SettingsReader reader) {
        Absent.Limits absent = new Absent.Limits(reader.number(Setting.PEERJS_WAITING_FRAMES), reader.number(Setting.PEERJS_WAITING_CHARACTERS),
                reader.number(Setting.PEERJS_EXPIRE_SECONDS));
        DialectPaths paths = new DialectPaths(reader.path(Setting.Y_WEBRTC_PATH), reader.path(Setting.PEERJS_PATH), reader.path(Setting.TRYSTERO_PATH),
                reader.path(Setting.MATCHBOX_PATH), reader.paths(Setting.TRACKER_PATHS), reader.paths(Setting.WEBRTC_STAR_PATHS));
        return new Dialects(paths, absent, tracker(reader), star(reader), reader.number(Setting.PEERJS_PEERS), reader.number(Setting.DIALECT_ROOMS),
                reader.number(Setting.DIALECT_CONNECTIONS),
                reader.number(Setting.DIALECT_ADDRESS_CONNECTIONS), reader.number(Setting.DIALECT_FRAMES),
                reader.number(Setting.DIALECT_PRICE_FACTOR), reader.number(Setting.DIALECT_WAITING_CHARACTERS), reader.number(Setting.DIALECT_FAULTS));
    }

    private static Tracker.Limits tracker(SettingsReader reader) {
        int seconds = Math.min(reader.number(Setting.TRACKER_OFFER_SECONDS), reader.number(Setting.OFFER_MAX_SECONDS));
        return new Tracker.Limits(reader.number(Setting.TRACKER_OFFERS), reader.number(Setting.OFFERS_PER_PEER), reader.number(Setting.CLAIMS_PER_PEER),
                seconds, reader.number(Setting.TRACKER_INTERVAL_SECONDS), reader.number(Setting.TRACKER_ROOMS), reader.number(Setting.ROOM_MEMBERS), reader.number(Setting.DIALECT_ROOMS));
    }

    private static WebrtcStar.Limits star(SettingsReader reader) {
        int told = Math.min(reader.number(Setting.WEBRTC_STAR_PEERS), reader.number(Setting.QUEUE_MESSAGES) / 2);
        return new WebrtcStar.Limits(told, reader.number(Setting.OFFER_MAX_SECONDS), reader.number(Setting.PING_SECONDS), reader.number(Setting.MESSAGE_BYTES));
    }

    private static TransportLimits transport(SettingsReader reader) {
        return new TransportLimits(reader.number(Setting.MESSAGE_BYTES),
                new TransportLimits.Queue(reader.number(Setting.QUEUE_MESSAGES), reader.number(Setting.QUEUE_BYTES)),
                reader.number(Setting.INBOX_COMMANDS), reader.number(Setting.CONNECTIONS),
                new TransportLimits.Times(reader.seconds(Setting.JOIN_SECONDS), reader.seconds(Setting.PING_SECONDS),
                        reader.seconds(Setting.PONG_SECONDS), reader.seconds(Setting.BODY_SECONDS)));
    }
}
