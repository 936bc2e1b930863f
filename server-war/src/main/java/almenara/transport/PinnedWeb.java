package almenara.transport;

import almenara.nodes.NodeUrl;
import almenara.nodes.Reach;
import almenara.nodes.Verdict;
import almenara.nodes.VisitFailure;
import almenara.nodes.Web;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Goes to other nodes by sockets of its own: a name is resolved once, every address that it has must be admitted, and the first is called by its number, so that
 * a second look-up can't lead elsewhere. No proxy, no redirect, no cookie, nothing kept between two requests, and an end after three seconds,
 * which needs none of the server's threads. How long a name may take to be resolved, which comes before, is a matter of this machine's resolver.
 */
public final class PinnedWeb implements Web {

    /** For one request, from the first packet of the connection to the last; the look-up of the name is not a part of it. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Reach reach;
    private final Lines lines;
    private final SSLSocketFactory tls;

    /** How a name becomes addresses, and an address a connection. */
    public interface Lines {

        /** All addresses of a name, or the one of an address in numbers. */
        InetAddress[] resolve(String name) throws IOException;

        /** A connection; it gives up after so many milliseconds. */
        Socket connect(InetSocketAddress address, int millis) throws IOException;
    }

    public PinnedWeb(Reach reach, Lines lines, SSLSocketFactory tls) {
        this.reach = reach;
        this.lines = lines;
        this.tls = tls;
    }

    /** The lines of this machine. */
    public static Lines lines() {
        return new Lines() {
            @Override
            public InetAddress[] resolve(String name) throws IOException {
                return InetAddress.getAllByName(name);
            }

            @Override
            public Socket connect(InetSocketAddress address, int millis) throws IOException {
                Socket socket = new Socket(java.net.Proxy.NO_PROXY);
                socket.connect(address, millis);
                return socket;
            }
        };
    }

    @Override
    public Visit visit(NodeUrl url) throws VisitFailure {
        InetAddress[] addresses = resolve(url);
        for (InetAddress address : addresses) {
            if (!reach.admits(url, address.getAddress())) {
                throw new VisitFailure(Verdict.FORBIDDEN, "it leads where this node does not go");
            }
        }
        return new NodeVisit(this, url, addresses[0]);
    }

    private InetAddress[] resolve(NodeUrl url) throws VisitFailure {
        try {
            InetAddress[] addresses = lines.resolve(url.name());
            if (addresses.length > 0) {
                return addresses;
            }
        } catch (IOException e) {
            // told below
        }
        throw new VisitFailure(Verdict.UNREACHABLE, "its name has no address");
    }

    /** A request to a node: the path under its URL, the body (empty: it is a GET), and the bytes that the answer may have, which may be a refusal if that is known. */
    record Question(String path, String body, int most, boolean refusable) {

        Question(String path, String body, int most) {
            this(path, body, most, false);
        }

        byte[] head(NodeUrl url) {
            String method = body.isEmpty() ? "GET " : "POST ";
            String length = body.isEmpty() ? "" : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n";
            return (method + url.path() + path + " HTTP/1.1\r\nHost: " + url.authority() + "\r\nAccept: application/json\r\nConnection: close\r\n" + length
                    + "\r\n" + body).getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** The body of the answer. */
    String ask(NodeUrl url, InetAddress address, Question question) throws VisitFailure {
        long last = System.nanoTime() + PATIENCE.toNanos();
        try (Socket socket = lines.connect(new InetSocketAddress(address, url.port()), (int) PATIENCE.toMillis())) {
            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> close(socket),
                    CompletableFuture.delayedExecutor(last - System.nanoTime(), TimeUnit.NANOSECONDS, Runnable::run));
            try {
                Socket secured = url.isTls() ? secured(socket, url) : socket;
                OutputStream out = secured.getOutputStream();
                out.write(question.head(url));
                out.flush();
                return new AnswerReader(new BufferedInputStream(secured.getInputStream()), question).read();
            } finally {
                end.cancel(false);
            }
        } catch (IOException e) {
            throw new VisitFailure(Verdict.UNREACHABLE, "it does not answer: " + e.getMessage());
        }
    }

    /** TLS to the address that was pinned, with the certificate of the name that stands in the URL. */
    private Socket secured(Socket socket, NodeUrl url) throws IOException {
        SSLSocket secured = (SSLSocket) tls.createSocket(socket, url.name(), url.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // whoever reads from it sees the end
        }
    }
}
