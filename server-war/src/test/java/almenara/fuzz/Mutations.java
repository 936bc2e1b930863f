package almenara.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Inputs that are made of seeds by a few changes each. The same number makes the same inputs. */
final class Mutations {

    private static final int MOST_CHANGES = 6;
    private static final int MOST_REPEATED = 64;
    /** What parsers meet at their edges. */
    private static final byte[] EDGES = {0, 1, '\t', '\n', ' ', '"', '\\', '-', '.', '/', '0', '9', ':', 'e', '[', ']', '{', '}', 0x7f, (byte) 0x80, (byte) 0xc0, (byte) 0xff};

    private final List<byte[]> seeds;
    private final Random random;

    Mutations(List<byte[]> seeds, long number) {
        this.seeds = seeds;
        this.random = new Random(number);
    }

    byte[] next() {
        byte[] input = any().clone();
        for (int changes = random.nextInt(MOST_CHANGES); changes >= 0; changes--) {
            input = changed(input);
        }
        return input;
    }

    private byte[] any() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] changed(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = from + random.nextInt(Math.min(input.length - from, MOST_REPEATED) + 1);
        return switch (random.nextInt(6)) {
            case 0 -> joined(input, from, new byte[0], to);
            case 1 -> joined(input, from, new byte[] {EDGES[random.nextInt(EDGES.length)]}, from);
            case 2 -> joined(input, from, new byte[] {(byte) random.nextInt()}, Math.min(input.length, from + 1));
            case 3 -> joined(input, to, Arrays.copyOfRange(input, from, to), to);
            case 4 -> joined(input, from, part(any()), to);
            default -> joined(input, from, new byte[] {EDGES[random.nextInt(EDGES.length)]}, Math.min(input.length, from + 1));
        };
    }

    private byte[] part(byte[] other) {
        int from = random.nextInt(other.length + 1);
        return Arrays.copyOfRange(other, from, from + random.nextInt(Math.min(other.length - from, MOST_REPEATED) + 1));
    }

    /** The input with that in place of what stands between the two. */
    private static byte[] joined(byte[] input, int from, byte[] between, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(input, 0, from);
        out.writeBytes(between);
        out.write(input, to, input.length - to);
        return out.toByteArray();
    }
}
