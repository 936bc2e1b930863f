package almenara.wiring;

import java.util.Locale;

/** Every setting: its name ({@code almenara.} and the words, joined by hyphens), its default, its bounds, and what it does. docs/settings.md is this table. */
public enum Setting {
    NODE_NAME("", "the node's name in `joined` and on the status page; empty: the server's node name"),
    MESSAGE_BYTES(65_536, 1024, 1_048_576, "UTF-8 bytes of a message, over any transport"),
    JSON_DEPTH(16, 4, 64, "levels that a message may nest"),
    ROOM_MEMBERS(100, 2, 1000, "members of a room"),
    ROOMS(0, 0, 10_000_000, "rooms of the cluster; 0: one for each 16 KiB of this server's heap (`-Xmx`), which all servers should have the same of"),
    ROOMS_PER_CONNECTION(8, 1, 1000, "rooms that one WebSocket may join"),
    LOG_ENTRIES(100, 40, 10_000, "entries that a room's log keeps"),
    LOG_BYTES(1_048_576, 65_536, 1_073_741_824, "characters of data that a room's log keeps; not less than 16 messages"),
    RESUME_SECONDS(120, 5, 3600, "seconds that an entry lives, and that a peer may come back"),
    GRACE_SECONDS(15, 1, 600, "seconds that a dropped peer stays a member; less than `almenara.resume-seconds`"),
    OFFERS_PER_PEER(8, 1, 100, "open offers of a peer"),
    OFFER_SECONDS(60, 5, 3600, "seconds that an offer lives unless its author says otherwise"),
    OFFER_MAX_SECONDS(120, 5, 3600, "the most seconds that an author may say"),
    CLAIMS_PER_PEER(4, 1, 100, "unanswered claims of a peer"),
    CLAIM_SECONDS(20, 2, 300, "seconds that a claim lasts"),
    ANONYMOUS_POSTS("true", "`true` or `false`: posts without a session are heard"),
    CONNECTIONS(10_000, 1, 1_000_000, "WebSockets and event streams of this node"),
    EGRESS_LIMIT(0, 0, 2_147_483_647, "bytes a second, of messages and answers, that are full load; 0: they do not count"),
    QUEUE_MESSAGES(256, 16, 65_536, "messages that may wait for a client that reads slowly"),
    QUEUE_BYTES(262_144, 65_536, 67_108_864, "bytes that may wait for a client that reads slowly; not less than two messages"),
    INBOX_COMMANDS(64, 1, 10_000, "commands of a connection that may wait for their turn"),
    JOIN_SECONDS(10, 1, 300, "seconds that a connection may stay without a room"),
    PING_SECONDS(25, 1, 300, "seconds between the pings of a WebSocket"),
    PONG_SECONDS(10, 1, 300, "seconds that a pong may take"),
    BODY_SECONDS(10, 1, 300, "seconds that the body of a POST may take, and the answer with a shared-state table"),
    DRAIN_SECONDS(2, 0, 60, "seconds within which the clients of a node that is being shut down go elsewhere"),
    ALLOWED_ORIGINS("*", "origins of the pages that may use the node, comma-separated; `*`: all, but shared-state tables that are not signed take those that are named, and the node's own"),
    TRUSTED_PROXIES("", "addresses or CIDR ranges, comma-separated, whose `X-Forwarded-For` is believed; a reverse proxy that is not among them is one address for all limits by address"),
    ICE_URLS("", "`stun:` URLs, comma-separated, that `joined` hands to clients"),
    PUBLIC_HOST("", "hosts, comma-separated, each with its port unless that is the usual one, under which clients call the node: challenges name no others; empty: that of the request"),
    CHALLENGE_SECONDS(120, 10, 3600, "seconds within which a challenge is answered"),
    POW_EFFORT(262_144, 0, 1_048_576, "expected hashes that a post takes while the node has little to do; 0: nothing takes work"),
    POW_MOST(64, 1, 1024, "times that the load may multiply the effort by"),
    POW_LOAD(65, 10, 90, "percent of load that the effort steers for"),
    POW_LOAD_BAND(5, 0, 30, "percent of load above and below `almenara.pow-load` within which the effort stays as it is"),
    POW_LOAD_FULL(95, 50, 100, "percent of load above which a step looks at the load alone, and not at its mean with those before"),
    POW_WAIT_MILLIS(50, 1, 10_000, "milliseconds that one task in ten may wait for a thread: full load"),
    POW_STEP_SECONDS(5, 1, 60, "seconds between two steps of the effort"),
    POW_RISE(4000, 100, 100_000, "thousandths by which the load above `almenara.pow-load` is multiplied for the power of e that a step multiplies the effort by"),
    POW_RISE_MOST(100, 1, 900, "percent that a step adds to the effort at most"),
    POW_FALL(923, 10, 100_000, "thousandths, as `almenara.pow-rise`, below `almenara.pow-load`"),
    POW_FALL_MOST(20, 1, 90, "percent that a step takes off the effort at most"),
    POW_CHANGE(15, 0, 100, "percent that the effort has to change by before it is told"),
    POW_HONOURED_SECONDS(5, 0, 300, "seconds for which a lower effort that was told before is still taken"),
    POW_QUOTE_SECONDS(60, 10, 300, "seconds that a quote is good"),
    POW_ROOM_MESSAGES(40, 1, 100_000, "messages a minute of a room, and `almenara.pow-member-messages` for each member, above which its posts cost more"),
    POW_MEMBER_MESSAGES(10, 0, 10_000, "messages a minute for each member of a room"),
    POW_ROOM_MOST(64, 1, 65_536, "times that the noise of a room may multiply the price by"),
    POW_PEER_MESSAGES(20, 10, 100_000, "messages a minute of a peer above which its posts cost more"),
    POW_PEER_MOST(1024, 1, 65_536, "times that the noise of a peer may multiply its own price by"),
    POW_QUIET_SECONDS(30, 0, 3600, "seconds after which a peer with few messages is a quiet member"),
    POW_QUIET_MESSAGES(10, 0, 100_000, "messages a minute that a quiet member may have"),
    POW_QUIET_MOST(8, 1, 65_536, "times that the noise of a room may multiply the price of a quiet member by"),
    POW_SLACK_MESSAGES(5, 0, 1000, "messages that may come after a quote was made without making it too low"),
    POW_FAULTS(50, 1, 100_000, "payments, and proofs of joins, a minute, and at once, that an IPv4 address or an IPv6 /64 may make as no honest client does, before none of its is looked at"),
    POW_FAULTS_CONNECTION(100, 1, 100_000, "such payments and proofs of a WebSocket in a row, or ones that were not looked at, that end it"),
    POW_SECRET("", "at least 32 characters that nobody guesses, by which the nodes sign quotes and challenges; empty: the cluster makes some up and keeps them to itself"),
    STUN_PORT(3478, 0, 65_535, "UDP port of the node's own STUN server, to which the server's port offset is added; 0: none"),
    STUN_ADDRESS("", "address at which STUN listens; empty: that of the server (`-b`)"),
    STUN_RATE(20, 1, 100_000, "STUN answers a second for an IPv4 address or an IPv6 /64; five times as many at once"),
    TURN_URLS("", "`turn:` and `turns:` URLs, comma-separated, that `POST /token` gives credentials for; empty: it gives none"),
    TURN_SECRETS("", "one or two secrets, comma-separated, that the TURN servers have, too; the first makes the credentials"),
    TURN_SECONDS(600, 60, 86_400, "seconds that a TURN credential lasts"),
    TURN_TOKENS(60, 1, 100_000, "TURN credentials a minute that each node gives a network (IPv4 /24, IPv6 /48); as many at once"),
    DHT_PORT(0, 0, 65_535, "UDP port of the node's own node of the Mainline DHT, to which the server's port offset is added; 0: none"),
    DHT_ADDRESSES("", "one address of IPv4, one of IPv6, or both, comma-separated, at which the DHT listens; empty: that of the server (`-b`)"),
    DHT_BOOTSTRAP("", "nodes, comma-separated, by which the DHT is entered, such as `router.bittorrent.com:6881`; empty: it waits until others come"),
    DHT_PRIVATE("false", "`true` or `false`: nodes of the DHT may have addresses of private networks, for a DHT of one's own; on the Internet that would let strangers have datagrams sent there"),
    DHT_READ_ONLY("false", "`true` or `false`: the DHT is used, and nothing is answered (BEP 43), for nodes behind a NAT"),
    DHT_ITEMS(4096, 64, 1_000_000, "items of others that the DHT keeps, up to 1.4 kB of memory each; a network (IPv4 /24, IPv6 /48) has a sixteenth"),
    DHT_KEYS(2048, 64, 1_000_000, "keys under which the DHT keeps peers, 100 each; a network has as many announcements as a quarter of this"),
    DHT_RATE(20, 1, 100_000, "answers of the DHT a second for an IPv4 address or an IPv6 /64; five times as many at once"),
    DHT_RATE_ALL(1000, 1, 1_000_000, "answers of the DHT a second for all, a quarter of them for nodes that it knows; five times as many at once"),
    DHT_SALTS("almenara/", "what the salts begin with, comma-separated, of the items that pages may get and put by `GET /dht-get` and `POST /dht-put`; empty: none"),
    DHT_GETS(60, 1, 100_000, "items of the DHT a minute, and at once, that an IPv4 address or an IPv6 /64 may get"),
    DHT_PUTS(10, 1, 100_000, "items a minute, and at once, that an IPv4 address or an IPv6 /64 may have put into the DHT"),
    DHT_LOOKUPS(16, 1, 24, "look-ups in the DHT that may be under way for pages, a quarter of them for an address; each asks some hundred nodes"),
    DHT_LOOKUP_SECONDS(20, 1, 60, "seconds that a page waits for a look-up at most"),
    DHT_FRESH_SECONDS(10, 0, 3600, "seconds for which what was found, or was not, is given to others without another look-up"),
    STATE_TABLES("", "names, comma-separated, of the shared-state tables (LibreMesh) of the cluster; `*`: any; empty: none. Whoever reaches the node reads and changes those that are not signed"),
    STATE_MULTIWRITER("", "the same for `shared-state-multiwriter`, whose entries never bleach"),
    STATE_TABLES_MOST(32, 1, 10_000, "shared-state tables that have entries"),
    STATE_ENTRIES(1000, 1, 100_000, "entries of a shared-state table, tombstones too"),
    STATE_AUTHOR_ENTRIES(16, 1, 10_000, "entries of an author in a signed table"),
    STATE_BYTES(1_048_576, 1024, 16_777_216, "bytes of a shared-state table, and of a body that brings one, packed or not"),
    STATE_ENTRY_BYTES(2048, 128, 1_048_576, "bytes of an entry; not more than `almenara.state-bytes`"),
    STATE_SIGNED_BYTES(16_384, 128, 1_048_576, "the same in signed tables; mirrors of shared state take 16 KiB"),
    STATE_TTL(30, 1, 10_000, "bleachings that an entry has at most, whatever it says"),
    STATE_BLEACH_SECONDS(120, 1, 3600, "seconds between two bleachings"),
    STATE_NEWEST(20_000, 1, 10_000_000, "keys of signed tables of which is remembered for a day when the newest entry was written, so that nothing older comes back; beyond, it may, once the newest has bleached away"),
    STATE_POSTS(60, 1, 100_000, "tables a minute that an IPv4 address or an IPv6 /64 may exchange with each node; a sixth of it at once"),
    STATE_CHANGES(100, 1, 1_000_000, "changes a minute that an IPv4 address or an IPv6 /64 may make at each node, an entry being one for each KiB that it begins; as many at once"),
    STATE_EXCHANGES(64, 1, 10_000, "exchanges of tables that may be under way at a node, answers that are still being read too; each takes up to twice `almenara.state-bytes`"),
    STATE_OFFERS("", "name, beginning with `almenara-`, of the signed table by which rooms are shared with other clusters (docs/libremesh.md); it need not be named in `almenara.state-tables`; empty: rooms are on this cluster alone"),
    STATE_OFFERS_ENTRIES(200, 16, 10_000, "entries of a cluster in that table, a quarter of them for one room: one for an offer, one for what a peer has for a peer of another cluster"),
    STATE_OFFERS_GUESTS(32, 1, 1000, "guests of a room, peers of other clusters; half of `almenara.room-members` at most"),
    STATE_OFFERS_CLUSTERS("", "keys, comma-separated, of the clusters whose entries are taken into that table, and whose peers are taken in as guests; empty: any"),
    STATE_NEIGHBOURS("", "addresses, comma-separated, such as `http://10.0.0.1/cgi-bin/shared-state`, of routers and other clusters with which tables are exchanged"),
    STATE_HOOKS("", "URLs, comma-separated, that a table is posted to when it has changed"),
    STATE_EXCHANGE_SECONDS(300, 1, 86_400, "seconds after which a table is exchanged with a neighbour although nothing has changed"),
    STATE_PATIENCE_SECONDS(5, 1, 60, "seconds that a neighbour or a hook may take"),
    Y_WEBRTC_PATH("/y-webrtc", "path of the signaling for y-webrtc; `off`: none"),
    PEERJS_PATH("/peerjs", "path of the server for PeerJS; `off`: none"),
    TRYSTERO_PATH("/trystero", "path of the relay for Trystero; `off`: none"),
    MATCHBOX_PATH("/matchbox", "path of the signaling for matchbox; `off`: none"),
    PEERJS_EXPIRE_SECONDS(5, 1, 300, "seconds that what a PeerJS client has sent waits for an id that nobody has"),
    PEERJS_WAITING_FRAMES(128, 1, 10_000, "frames of a PeerJS client that may wait so"),
    PEERJS_WAITING_CHARACTERS(262_144, 1024, 16_777_216, "characters of a PeerJS client that may wait so"),
    PEERJS_PEERS(0, 0, 10_000, "ids of the whole cluster that `GET …/peers` of PeerJS lists at most, for anybody; 0: it is refused"),
    TRACKER_PATHS("/tracker,/announce", "paths, comma-separated, of the tracker for WebTorrent; `off`: none"),
    TRACKER_INTERVAL_SECONDS(120, 10, 3600, "seconds between two announces that the tracker asks for"),
    TRACKER_OFFERS(10, 1, 82, "offers of an announce that are handed to others, or kept for who comes next; more are left out"),
    TRACKER_OFFER_SECONDS(50, 5, 3600, "seconds that an offer is kept for who comes next, and that it may be answered; `almenara.offer-max-seconds` where that is less"),
    TRACKER_ROOMS(10, 1, 100, "rooms, of `almenara.room-members` peers each, that a torrent may fill"),
    WEBRTC_STAR_PATHS("/socket.io,/socket.io-next", "paths, comma-separated, of the signaling for libp2p's webrtc-star; `off`: none"),
    WEBRTC_STAR_PEERS(100, 1, 10_000, "addresses of others that a webrtc-star client is told when it comes; half of `almenara.queue-messages` at most"),
    DIALECT_ROOMS(100, 1, 10_000, "rooms (topics) that one connection of another protocol may have, and topics that one of its frames may name"),
    DIALECT_CONNECTIONS(5000, 1, 1_000_000, "connections of all other protocols together to this node; they count among `almenara.connections`, too, so less than those leaves some for native clients"),
    DIALECT_ADDRESS_CONNECTIONS(256, 1, 1_000_000, "of these, connections of an IPv4 address or an IPv6 /64"),
    DIALECT_FRAMES(6000, 1, 10_000_000, "frames of other protocols a minute that an IPv4 address or an IPv6 /64 may send to each node, as many at once; each 4096 characters count as one, and so does each room that is entered or left, each offer of a torrent that is handed over or kept, and each torrent of a scrape; more are passed over"),
    DIALECT_PRICE_FACTOR(4, 1, 1024, "times `almenara.pow-effort` above which the price of the node lets in no more connections of other protocols, and makes their frames count for more; nothing where nothing takes work"),
    DIALECT_WAITING_CHARACTERS(1_048_576, 1024, 67_108_864, "characters of frames, and 64 for each, of a connection of another protocol that may wait for their turn; more are passed over"),
    DIALECT_FAULTS(100, 1, 100_000, "frames in a row that are none of its protocol, which end a connection"),
    NODES_URL("", "the URL of this cluster for clients and other clusters, ending in `/`, such as `https://node.example.org/`; empty: it belongs to no mesh"),
    NODES_SEEDS("", "URLs, comma-separated, of nodes by which the others of the mesh are found"),
    NODES_TOPIC("almenara/nodes/v1", "under what the nodes of the mesh find each other in the DHT, where `almenara.dht-port` is set: those that name the same topic, up to 64 characters of ASCII without spaces; `none`: not at all"),
    NODES_KEY("", "the secret of the cluster's key, 64 hexadecimal digits; empty: the cluster makes one up, and each of its servers keeps it in its data directory"),
    NODES_PORTS("443", "ports, comma-separated, of the URLs of other nodes that are visited"),
    NODES_NETWORKS("", "private networks, addresses or CIDR ranges, comma-separated, in which other nodes are visited, too, and also without TLS: for a mesh in a LAN"),
    NODES_MOST(1000, 1, 10_000, "other nodes that are listed"),
    NODES_NETWORK(8, 1, 1000, "listed nodes of one network (IPv4 /16, IPv6 /32)"),
    NODES_SAMPLE(32, 1, 32, "nodes that `/nodes` tells of"),
    NODES_SAMPLE_NETWORK(1, 1, 32, "nodes of one network that `/nodes` tells of"),
    NODES_VERIFY_SECONDS(600, 60, 3600, "seconds until a listed node is visited again; less than `almenara.nodes-seen-seconds`"),
    NODES_SEEN_SECONDS(3600, 120, 7200, "seconds for which a node is listed after it was seen"),
    NODES_REQUESTS(60, 1, 100_000, "proofs, announcements and rankings a minute, and at once, for an IPv4 address or an IPv6 /64");

    private final String standard;
    private final long least;
    private final long most;
    private final String meaning;

    Setting(long standard, long least, long most, String meaning) {
        this.standard = Long.toString(standard);
        this.least = least;
        this.most = most;
        this.meaning = meaning;
    }

    Setting(String standard, String meaning) {
        this.standard = standard;
        this.least = 0;
        this.most = 0;
        this.meaning = meaning;
    }

    /** The name in the configuration, for instance {@code almenara.room-members}. */
    public String property() {
        return "almenara." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name as an environment variable, for instance {@code ALMENARA_ROOM_MEMBERS}. */
    public String variable() {
        return "ALMENARA_" + name();
    }

    public String standard() {
        return standard;
    }

    public boolean isNumber() {
        return most > 0;
    }

    public long least() {
        return least;
    }

    public long most() {
        return most;
    }

    public String meaning() {
        return meaning;
    }
}
