package almenara.nodes;

import almenara.keys.SigningKey;
import almenara.networks.Literals;
import almenara.networks.Range;
import almenara.tables.ClusterView;
import almenara.tables.FakeCluster;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** An internet in memory: nodes at URLs, some of which lie. Time stands still until the test moves it. */
final class World implements Web {

    static final long EFFORT = 262_144;
    static final Rules.Bounds BOUNDS = new Rules.Bounds(1000, 8, 32, 1);
    static final Rules.Times TIMES = new Rules.Times(Duration.ofMinutes(10), Duration.ofHours(1));

    final HandClock clock = new HandClock();
    final Random random;
    final Map<NodeUrl, Site> sites = new HashMap<>();
    final List<NodeUrl> visited = new ArrayList<>();
    final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    private int keys;

    World(long seed) {
        random = new Random(seed);
    }

    /** What answers at a URL; a liar changes what it likes. */
    static class Site {
        final String address;
        long effort = EFFORT;

        Site(String address) {
            this.address = address;
        }

        long effort() throws VisitFailure {
            return effort;
        }

        boolean charges(byte[] room) throws VisitFailure {
            return false;
        }

        Answer prove(byte[] nonce) throws VisitFailure {
            throw new VisitFailure(Verdict.MALFORMED, "no node");
        }

        List<Item> nodes() throws VisitFailure {
            return List.of();
        }

        void announce(Item item) throws VisitFailure {
            // most do not care
        }
    }

    /** A server of an honest cluster. */
    final class Honest extends Site {
        final SigningKey key;
        final FakeCluster cluster;
        final ClusterView view;
        final MemoryTable table;
        final Mesh mesh;

        private Honest(NodeUrl url, String address, Home home, String... seeds) {
            super(address);
            this.key = home.key();
            this.cluster = home.cluster();
            this.view = cluster.join(home.name());
            this.table = home.table();
            Rules rules = new Rules(Set.copyOf(Stream.of(seeds).map(World::url).toList()), new Reach(List.of(), Set.of(443)), BOUNDS, TIMES);
            this.mesh = new Mesh(new Mesh.Identity(() -> key, url, List.of("stun"), () -> effort), rules,
                    new Mesh.Around(World.this, home.directories(), table, view),
                    new Mesh.Means(clock, random, Runnable::run, verdict -> verdicts.merge(verdict, 1, Integer::sum)));
            mesh.start();
        }

        @Override
        Answer prove(byte[] nonce) throws VisitFailure {
            return new Answer(mesh.item().orElseThrow(() -> new VisitFailure(Verdict.UNREACHABLE, "it has just begun")), mesh.prove(nonce));
        }

        @Override
        List<Item> nodes() {
            return mesh.sample().stream().map(each -> each.record().item()).toList();
        }

        @Override
        void announce(Item item) {
            mesh.announced(item);
        }

        List<String> lists() {
            return mesh.figures().listed().stream().map(each -> each.url().text()).sorted().toList();
        }
    }

    /** Where a server is at home. */
    record Home(SigningKey key, FakeCluster cluster, String name, MemoryTable table, List<Directory> directories) {
    }

    static NodeUrl url(String text) {
        return NodeUrl.read(text).orElseThrow();
    }

    SigningKey key() {
        return new SigningKey(ByteBuffer.allocate(SigningKey.SECRET).putInt(++keys).array());
    }

    /** An honest cluster of one server. */
    Honest honest(String url, String address, String... seeds) {
        return honest(url, address, home(List.of()), seeds);
    }

    Home home(List<Directory> directories) {
        return new Home(key(), new FakeCluster(), "a", new MemoryTable(clock), directories);
    }

    Honest honest(String url, String address, Home home, String... seeds) {
        Honest node = new Honest(url(url), address, home, seeds);
        sites.put(url(url), node);
        return node;
    }

    /** Another server of the cluster; it is behind the same URL, and here at one that nobody knows. */
    Honest beside(Honest first, String name, String... seeds) {
        return beside(first, name, List.of(), seeds);
    }

    Honest beside(Honest first, String name, List<Directory> directories, String... seeds) {
        Home home = new Home(first.key, first.cluster, name, first.table.beside(), directories);
        Honest second = new Honest(first.mesh.url(), first.address, home, seeds);
        sites.put(url("https://inside.example/" + name + '/'), second);
        return second;
    }

    void put(String url, Site site) {
        sites.put(url(url), site);
    }

    NodeRecord record(SigningKey key, String url, long effort) {
        long now = clock.millis() / 1000;
        return NodeRecord.sign(key, now, new NodeRecord.Content(url(url), effort, List.of(), now + 3600));
    }

    /** So many rounds of all honest servers, with so long between them. */
    void rounds(int count, Duration between) {
        for (int i = 0; i < count; i++) {
            List.copyOf(sites.values()).stream().filter(Honest.class::isInstance).forEach(each -> ((Honest) each).mesh.round());
            clock.advance(between);
        }
    }

    void minutes(int count) {
        rounds(6 * count, Duration.ofSeconds(10));
    }

    int counted(Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0);
    }

    @Override
    public Visit visit(NodeUrl url) throws VisitFailure {
        Site site = Optional.ofNullable(sites.get(url)).orElseThrow(() -> new VisitFailure(Verdict.UNREACHABLE, "nobody is there"));
        visited.add(url);
        byte[] address = Range.parse(site.address).address();
        if (!new Reach(List.of(), Set.of(443)).admits(url, address)) {
            throw new VisitFailure(Verdict.FORBIDDEN, "not there");
        }
        return new Visit() {
            @Override
            public byte[] address() {
                return Literals.bytes(site.address);
            }

            @Override
            public long effort() throws VisitFailure {
                return site.effort();
            }

            @Override
            public boolean charges(byte[] room) throws VisitFailure {
                return site.charges(room);
            }

            @Override
            public Answer prove(byte[] nonce) throws VisitFailure {
                return site.prove(nonce);
            }

            @Override
            public List<Item> nodes() throws VisitFailure {
                return site.nodes();
            }

            @Override
            public void announce(Item own) throws VisitFailure {
                site.announce(own);
            }
        };
    }
}
