package almenara.nodes;

import almenara.limits.Rate;
import almenara.networks.Range;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Looks whether a node is what it says. It asks as any client would for the price first, so that the record, which is asked for after it, is not the older of
 * the two.
 */
final class Examiner {

    /** How much dearer than its record a node may be: the price may have taken a step since another server of its cluster has told. */
    static final int TOLERANCE = 2;
    private static final int V4 = 4;
    private static final int V4_NETWORK = 2;
    private static final int V6_NETWORK = 4;
    private static final long SECOND = 1000;

    private final Web web;
    private final Reach reach;
    private final Clock clock;
    private final RandomGenerator random;
    private final Turns turns = new Turns();

    Examiner(Web web, Reach reach, Clock clock, RandomGenerator random) {
        this.web = web;
        this.reach = reach;
        this.clock = clock;
        this.random = random;
    }

    /** What was seen, and the visit in which it was. */
    record Finding(Sighting sighting, Web.Visit visit) {
    }

    /**
     * Throws whatever stands against listing the node; {@code own} is our key. A URL that is {@code expected}, as a seed or a listed node is, has a schedule of its
     * own and waits for no turn of its address: or whoever names that address under other URLs would keep the node from being seen.
     */
    Finding examine(NodeUrl url, boolean expected, String own) throws VisitFailure {
        Web.Visit visit = web.visit(url);
        long place = place(url, visit.address());
        if (expected) {
            return examine(url, visit, own);
        }
        if (!turns.take(place, clock.millis())) {
            throw new VisitFailure(Verdict.TOO_SOON, "it is not yet the turn of this address");
        }
        boolean good = false;
        try {
            Finding finding = examine(url, visit, own);
            good = true;
            return finding;
        } finally {
            turns.called(place, good, clock.millis());
        }
    }

    private Finding examine(NodeUrl url, Web.Visit visit, String own) throws VisitFailure {
        long effort = visit.effort();
        byte[] nonce = random();
        Web.Answer answer = visit.prove(nonce);
        NodeRecord record = NodeRecord.read(answer.item(), clock.millis() / SECOND);
        if (!record.url().equals(url)) {
            throw new VisitFailure(Verdict.ELSEWHERE, "its record is that of another URL");
        }
        if (!KeyProof.isProof(answer.proof(), record.item().key(), nonce, url)) {
            throw new VisitFailure(Verdict.FORGED, "it has not the key of its record");
        }
        if (record.item().name().equals(own)) {
            throw new VisitFailure(Verdict.OURS, "this is our own cluster");
        }
        if (effort > TOLERANCE * record.content().effort() || record.content().effort() == 0 && visit.charges(random())) {
            throw new VisitFailure(Verdict.DEARER, "it asks for more work than its record says");
        }
        return new Finding(new Sighting(record, network(url, visit.address()), effort, clock.millis()), visit);
    }

    /** As many bytes as a nonce has, and a room id. */
    private byte[] random() {
        byte[] bytes = new byte[KeyProof.NONCE];
        random.nextBytes(bytes);
        return bytes;
    }

    private static long place(NodeUrl url, byte[] address) {
        return Rate.key(address) * 31 + url.port();
    }

    /** IPv4 /16, IPv6 /32; in the networks that the operator has named, each host and port is one of its own. */
    private String network(NodeUrl url, byte[] address) {
        String whole = HexFormat.of().formatHex(address);
        for (Range range : reach.near()) {
            if (range.contains(address)) {
                return whole + ':' + url.port();
            }
        }
        return HexFormat.of().formatHex(ByteBuffer.wrap(address).array(), 0, address.length == V4 ? V4_NETWORK : V6_NETWORK);
    }
}
