package almenara.it;

import java.util.stream.IntStream;

/** What the process of the server holds: bytes of heap after a collection, threads, open files. The probe has to be deployed. */
record Vitals(long heap, int threads, int files) {

    /** A collection may begin in the midst of something: the least of a few is what is really held. */
    private static final int LOOKS = 3;
    private static final int MEBI = 20;

    static Vitals now() {
        long heap = IntStream.range(0, LOOKS).mapToLong(look -> number("/probe/heap")).min().orElseThrow();
        return new Vitals(heap, (int) Http.get("/probe/threads").body().lines().count(), (int) number("/probe/files"));
    }

    private static long number(String path) {
        return Long.parseLong(Http.get(path).body());
    }

    @Override
    public String toString() {
        return (heap >> MEBI) + " MiB, " + threads + " threads, " + files + " files";
    }
}
