package almenara.nodes;

import almenara.keys.SigningKey;
import almenara.limits.Rate;
import almenara.messages.Refusal;
import almenara.tables.ClusterView;
import almenara.tables.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * This cluster among the others: its record, and those of whoever else is there. One server of the cluster visits the others, all of them answer.
 * <pre>
 *  seeds, directories, lists of verified nodes, announcements -> candidates -> a visit -> the table of known nodes -> a sample
 * </pre>
 */
public final class Mesh {

    private static final System.Logger LOG = System.getLogger(Mesh.class.getName());
    /** What this cluster has one server for. */
    private static final String TASK = "nodes";
    private static final int VISITS = 16;
    /** Records that are taken from one list. */
    static final int LIST = 32;
    /** Announcements that a server looks at, at once, and in ten seconds afterwards, of all addresses together. */
    static final int ANNOUNCEMENTS = 100;
    private static final long BETWEEN_ANNOUNCEMENTS = 100;
    /** URLs that were told and wait for the next round; what comes on top is lost. */
    private static final int WAITING = 1024;
    private static final Duration COUNT = Duration.ofSeconds(10);
    private static final Duration COUNT_LIFE = Duration.ofMinutes(1);
    private static final long SECOND = 1000;

    private final OwnRecord own;
    private final Around around;
    private final Means means;
    private final Rules rules;
    private final Known known;
    private final Candidates candidates;
    private final Examiner examiner;
    private final Semaphore visits = new Semaphore(VISITS);
    private final Follower follower;
    private final Lookout lookout;
    private final Rate announcements;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(WAITING);
    private long counted;

    /** The ways out, the table of the cluster, and the cluster. */
    public record Around(Web web, List<Directory> directories, Table table, ClusterView cluster) {
    }

    /** The time, chance (unpredictable), threads, and who counts what comes of visits. */
    public record Means(Clock clock, RandomGenerator random, Executor threads, Consumer<Verdict> tally) {
    }

    /** What is known of the mesh: URLs that were heard of, by whom first (as the server that visits them knows), and the nodes among them that are listed. */
    public record Figures(long known, Map<Source, Long> heard, List<Sighting> listed) {
    }

    /** The key, which may change when two clusters become one, the URL, what the node can do, and the effort of a post at this server. */
    public record Identity(Supplier<SigningKey> key, NodeUrl url, List<String> capabilities, LongSupplier effort) {
    }

    public Mesh(Identity identity, Rules rules, Around around, Means means) {
        this.own = new OwnRecord(identity, around.table(), around.cluster(), means.clock());
        this.rules = rules;
        this.around = around;
        this.means = means;
        this.known = new Known(around.table(), rules, means.clock(), means.random());
        this.candidates = new Candidates(rules, means.random());
        this.examiner = new Examiner(around.web(), rules.reach(), means.clock(), means.random());
        this.follower = new Follower(own, known, this::told);
        this.lookout = new Lookout(around.directories(), means.threads());
        this.announcements = new Rate(BETWEEN_ANNOUNCEMENTS, ANNOUNCEMENTS, means.random());
    }

    public void start() {
        around.table().watch(follower);
    }

    /** None in the first moment of a cluster. */
    public Optional<Item> item() {
        return own.item();
    }

    public NodeUrl url() {
        return own.url();
    }

    /** What shows that this cluster has its key. */
    public byte[] prove(byte[] nonce) {
        return own.prove(nonce);
    }

    /** Nodes for a client, or for another node; random and of many networks. */
    public List<Sighting> sample() {
        return Sample.of(known.listed(), rules.bounds(), means.random());
    }

    /** The nodes, this cluster among them, that rank highest for a key of {@link Ranking#KEY} bytes; at most so many, the best first. */
    public List<NodeRecord> ranked(byte[] key, int most) {
        return new Ranking(key).best(Stream.concat(own.record().stream(), known.listed().stream().map(Sighting::record)).toList(), most);
    }

    public Figures figures() {
        return new Figures(Math.max(follower.heard().all(), known.listed().size()), follower.heard().counts(), known.listed());
    }

    /**
     * Somebody says that there is such a node. False when that is no record; whether the node is there, a visit will show. One that is listed is not looked at. A
     * {@link Refusal} when there are too many announcements.
     */
    public boolean announced(Item item) {
        if (NodeRecord.url(item).flatMap(known::at).isPresent()) {
            return true;
        }
        long delay = announcements.delay(0, means.clock().millis());
        if (delay > 0) {
            throw new Refusal(Refusal.Code.OVERLOADED, "too many nodes were announced", delay);
        }
        Optional<NodeRecord> record = read(item);
        record.ifPresent(each -> around.table().tell(each.url().text()));
        return record.isPresent();
    }

    private Optional<NodeRecord> read(Item item) {
        try {
            return Optional.of(NodeRecord.read(item, means.clock().millis() / SECOND));
        } catch (VisitFailure e) {
            return Optional.empty();
        }
    }

    /** Called once a second on every server. */
    public void round() {
        own.tell();
        if (!around.cluster().leads(TASK)) {
            lookout.rest();
            return;
        }
        own.renew();
        long now = means.clock().millis();
        rules.seeds().forEach(seed -> hear(seed, Source.SEED, now));
        List<String> told = new ArrayList<>();
        waiting.drainTo(told);
        told.stream().map(NodeUrl::read).flatMap(Optional::stream).forEach(url -> hear(url, Source.ANNOUNCEMENT, now));
        known.listed().forEach(each -> candidates.addListed(each.url(), now + known.untilVisit(each).toMillis()));
        lookUp(now);
        candidates.take(visits.availablePermits(), now).forEach(this::begin);
        if (now - counted >= COUNT.toMillis()) {
            counted = now;
            around.table().put(Follower.HEARD, candidates.heard().text(), COUNT_LIFE);
        }
    }

    private void hear(NodeUrl url, Source source, long due) {
        if (!url.equals(own.url())) {
            candidates.add(url, source, due);
        }
    }

    private void lookUp(long now) {
        own.item().filter(item -> lookout.isDue(now)).ifPresent(item ->
                lookout.look(now, new Lookout.Errand(item, known.lost(), found -> hear(found, Source.DHT))));
    }

    /** What is known already is not worth the work on a signature. */
    private void hear(List<Item> items, Source source) {
        items.stream().filter(item -> NodeRecord.url(item).filter(url -> !candidates.has(url)).isPresent())
                .map(this::read).flatMap(Optional::stream).forEach(record -> hear(record.url(), source, means.clock().millis()));
    }

    private void begin(NodeUrl url) {
        if (visits.tryAcquire()) {
            means.threads().execute(() -> {
                try {
                    visit(url);
                } catch (Refusal refusal) {
                    LOG.log(System.Logger.Level.DEBUG, "the cluster can''t note a visit now: {0}", refusal.getMessage());
                } finally {
                    visits.release();
                }
            });
        }
    }

    private void visit(NodeUrl url) {
        Verdict verdict;
        try {
            Examiner.Finding finding = examiner.examine(url, rules.seeds().contains(url) || known.at(url).isPresent(), own.name());
            verdict = known.add(finding.sighting());
            if (verdict == Verdict.VERIFIED) {
                talk(finding.visit());
            }
        } catch (VisitFailure failure) {
            verdict = failure.verdict();
            LOG.log(System.Logger.Level.DEBUG, "{0} is not listed: {1}", url, failure.getMessage());
        }
        if (verdict.isLie()) {
            known.at(url).ifPresent(known::drop);
        }
        candidates.visited(url, verdict, means.clock().millis());
        means.tally().accept(verdict);
    }

    /** Called by the table, which waits for the answer. */
    private void told(String text) {
        if (around.cluster().leads(TASK)) {
            waiting.offer(text);
        }
    }

    /** What is missing in this talk does not stand against the node. */
    private void talk(Web.Visit visit) {
        try {
            hear(visit.nodes().stream().limit(LIST).toList(), Source.NODE);
            if (own.item().isPresent()) {
                visit.announce(own.item().get());
            }
        } catch (VisitFailure failure) {
            LOG.log(System.Logger.Level.DEBUG, "a node was seen, but did not talk: {0}", failure.getMessage());
        }
    }
}
