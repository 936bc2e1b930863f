package almenara.nodes;

import java.util.List;

/** The way to other nodes over their URLs. Whoever implements it goes nowhere that {@link Reach} does not admit, bounds what it reads, and follows no redirect. */
public interface Web {

    /** Resolves the name of the URL, once for all questions of the visit; nothing is connected to yet. Fails with {@code FORBIDDEN} or {@code UNREACHABLE}. */
    Visit visit(NodeUrl url) throws VisitFailure;

    /** Questions to one node, at one address. They fail with {@code UNREACHABLE} or {@code MALFORMED}. */
    interface Visit {

        /** The 4 or 16 bytes of the address that is asked. */
        byte[] address();

        /** The effort of the quote that any client gets; 0: the node asks for no work. */
        long effort() throws VisitFailure;

        /** True when a post of nobody's to that room (32 bytes, where nobody is) is refused until work is done for it. */
        boolean charges(byte[] room) throws VisitFailure;

        /** The node's record, and its signature of the nonce. */
        Answer prove(byte[] nonce) throws VisitFailure;

        /** Some of the nodes that this one has verified. */
        List<Item> nodes() throws VisitFailure;

        /** Tells the node of ours. */
        void announce(Item own) throws VisitFailure;
    }

    /** What a node shows of itself. */
    record Answer(Item item, byte[] proof) {
    }
}
