package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.networks.Range;
import almenara.nodes.NodeUrl;
import almenara.nodes.Reach;
import almenara.nodes.Verdict;
import almenara.nodes.VisitFailure;
import almenara.nodes.Web;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificate has to be that of the name in the URL, whatever address is called. */
class PinnedTlsTest {

    private static final char[] PASSWORD = "password".toCharArray();
    private static final String ANSWER = Talker.json("{\"effort\":5}");

    @TempDir
    private static Path folder;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private SSLContext context;
    private SSLServerSocket server;

    @BeforeEach
    void open() throws IOException, GeneralSecurityException, InterruptedException {
        context = context(store());
        server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        threads.execute(this::serve);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        threads.close();
    }

    /** A certificate for node.example, which its own context trusts. */
    private static KeyStore store() throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("node.p12");
        if (!Files.exists(file)) {
            Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "node", "-keyalg", "EC",
                    "-dname", "CN=node.example", "-ext", "san=dns:node.example", "-validity", "2", "-storetype", "PKCS12", "-keystore", file.toString(),
                    "-storepass", new String(PASSWORD)).redirectErrorStream(true).start();
            assertEquals(0, keytool.waitFor(), () -> "keytool has failed");
        }
        return KeyStore.getInstance(file.toFile(), PASSWORD);
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        KeyStore trusted = trust(store);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore trust(KeyStore store) throws GeneralSecurityException {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, PASSWORD);
            trusted.setCertificateEntry("node", store.getCertificate("node"));
            return trusted;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                Talker.request(socket.getInputStream());
                socket.getOutputStream().write(ANSWER.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            } catch (IOException e) {
                // whoever came has gone again
            }
        }
    }

    private Web.Visit visit(String name, SSLSocketFactory tls) throws VisitFailure {
        PinnedWeb.Lines lines = new PinnedWeb.Lines() {
            @Override
            public InetAddress[] resolve(String any) {
                return new InetAddress[] {InetAddress.getLoopbackAddress()};
            }

            @Override
            public Socket connect(InetSocketAddress address, int millis) throws IOException {
                return PinnedWeb.lines().connect(address, millis);
            }
        };
        Reach reach = new Reach(List.of(Range.parse("127.0.0.0/8")), Set.of(server.getLocalPort()));
        return new PinnedWeb(reach, lines, tls).visit(NodeUrl.read("https://" + name + ':' + server.getLocalPort() + '/').orElseThrow());
    }

    @Test
    void theNodeOfThatNameIsHeard() throws VisitFailure {
        assertEquals(5, visit("node.example", context.getSocketFactory()).effort());
    }

    @Test
    void aNodeWithTheCertificateOfAnotherNameIsNot() throws VisitFailure {
        Web.Visit visit = visit("other.example", context.getSocketFactory());
        assertEquals(Verdict.UNREACHABLE, assertThrows(VisitFailure.class, visit::effort).verdict());
    }

    @Test
    void norIsOneWhoseCertificateNobodyVouchesFor() throws VisitFailure {
        Web.Visit visit = visit("node.example", (SSLSocketFactory) SSLSocketFactory.getDefault());
        assertEquals(Verdict.UNREACHABLE, assertThrows(VisitFailure.class, visit::effort).verdict());
    }
}
