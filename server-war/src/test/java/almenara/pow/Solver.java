package almenara.pow;

import java.nio.ByteBuffer;

/** Finds the first nonces there are, counting from zero. */
public final class Solver {

    private Solver() {
    }

    /** The payment of that quote for that binding. */
    public static String pay(Quote quote, Binding binding, long salt) {
        return solve(quote, binding, salt).text();
    }

    /** The payment of a quote as a client has it. */
    public static String pay(String quote, Binding binding, long salt) {
        return pay(Quote.read(quote).orElseThrow(), binding, salt);
    }

    static Payment solve(Quote quote, Binding binding, long salt) {
        byte[] salted = ByteBuffer.allocate(Payment.SALT).putLong(salt).array();
        return new Payment(quote, salted, nonces(new Puzzle(binding.digest(quote, salted), binding.work(quote.terms().effort())), Payment.NONCES));
    }

    static int[] nonces(Puzzle puzzle, int many) {
        int[] nonces = new int[many];
        int nonce = -1;
        for (int i = 0; i < many; i++) {
            do {
                nonce++;
            } while (!puzzle.fits(nonce));
            nonces[i] = nonce;
        }
        return nonces;
    }
}
