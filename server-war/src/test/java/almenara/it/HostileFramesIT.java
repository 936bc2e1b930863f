package almenara.it;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** WebSockets whose clients break the protocol of frames, and everything else, on the paths of the native protocol and of the dialects. */
@ArquillianTest
class HostileFramesIT {

    private static final int CASES = 2500;
    private static final int ROOMS = 32;
    private static final List<String> ROOM = Stream.generate(Server::room).limit(ROOMS).map(room -> "/room/" + room).toList();
    private static final List<String> NATIVE = Stream.of("{'type':'join','ref':1}", "{'type':'signal','ref':2,'data':{'sdp':'é'}}", "{'type':'offer','data':[1]}", "{'type':'claim'}", "{'type':'ping'}",
            "{'type':'leave','keep':true}", "{'type':'offers'}", "{'type':'resume','token':'x.y','epoch':'abcdefgh','offset':0}", "[[[[[[[[[[[[[[[[[[", "{'type':'join','proof':'" + "A".repeat(192) + "'}")
            .map(text -> text.replace('\'', '"')).toList();
    private static final List<String> FOREIGN = Stream.of("{'type':'subscribe','topics':['t','u']}", "{'type':'publish','topic':'t','data':'é'}", "{'type':'ping'}", "{'type':'unsubscribe','topics':['t']}",
            "{'type':'OFFER','dst':'b','payload':{}}", "{'type':'LEAVE'}", "{'type':'subscribe','topic':'t'}", "{'type':'publish','topic':'t','payload':'x'}",
            "{'Signal':{'receiver':'00000000-0000-4000-8000-000000000000','data':{}}}", "'KeepAlive'", "[]",
            "{'action':'announce','info_hash':'hhhhhhhhhhhhhhhhhhhh','peer_id':'pppppppppppppppppppp','offers':[{'offer':{},'offer_id':'oooooooooooooooooooo'}]}", "{'action':'scrape'}",
            "40", "42['ss-join','/p2p/a']", "42['ss-handshake',{'srcMultiaddr':'/p2p/a','dstMultiaddr':'/p2p/b'}]", "2", "3", "41", "2probe", "5", "451-['x',{'_placeholder':true}]").map(text -> text.replace('\'', '"')).toList();

    /** Where nobody is let in: the container reads no such parameter, and there is no such session. */
    private static final List<String> REFUSED = List.of("/y-webrtc/below?%zz=%", "/socket.io/?EIO=4&transport=websocket&sid=none");

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("grace-seconds=1", "resume-seconds=5", "join-seconds=2", "ping-seconds=2", "pong-seconds=6", "drain-seconds=0", "message-bytes=4096");
    }

    private static byte[] handshake(String path, Random random) {
        String head = "GET " + path + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        String broken = switch (random.nextInt(40)) {
            case 0 -> head.replace("Version: 13", "Version: 8");
            case 1 -> head.replaceFirst("Sec-WebSocket-Key: .*\r\n", "");
            case 2 -> head.replace("Connection: Upgrade", "Connection: close");
            case 3 -> head.replace("GET", "POST");
            case 4 -> head.replace("dGhl", "\u00ff");
            case 5 -> head.substring(0, random.nextInt(head.length()));
            default -> head;
        };
        return broken.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A client that may send its first frames before it knows that it is let in. What it is answered; nothing where it does not wait for that. */
    private static String visit(String path, List<String> texts, Random random) throws IOException {
        String head = "";
        Frames frames = new Frames(random, texts);
        try (Torn client = new Torn(random)) {
            byte[] hello = handshake(path, random);
            boolean waits = random.nextInt(4) > 0 && new String(hello, StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n");
            client.send(hello);
            if (waits) {
                head = client.head();
                assertTrue(head.isEmpty() || head.startsWith("HTTP/1.1 "), head);
                assertFalse(head.startsWith("HTTP/1.1 5"), head);
            }
            for (int more = random.nextInt(6); more >= 0; more--) {
                client.send(frames.next());
            }
            client.end(Torn.End.values()[random.nextInt(Torn.End.values().length)]);
        } catch (SocketTimeoutException silent) {
            throw silent;
        } catch (IOException cut) {
            return head;
        }
        return head;
    }

    private static void play(List<String> paths, List<String> let, List<String> texts) throws IOException, InterruptedException {
        Hostile clients = new Hostile(CASES);
        Statuses answers = new Statuses();
        clients.play(random -> {
            String path = paths.get(random.nextInt(paths.size()));
            answers.note(path, visit(path, texts, random));
        });
        if (clients.isWhole()) {
            answers.checkAnswered(paths);
            answers.checkUpgrades(let);
        }
    }

    @Test
    void nothingIsThrownAndNothingStaysOfClientsOfTheNativeProtocol() throws IOException, InterruptedException {
        play(ROOM, ROOM, NATIVE);
    }

    @Test
    void nothingIsThrownAndNothingStaysOfClientsOfTheDialects() throws IOException, InterruptedException {
        List<String> paths = List.of("/y-webrtc", "/peerjs/peerjs?key=peerjs&token=t&id=a", "/peerjs/peerjs?key=peerjs&token=u&id=b", "/y-webrtc/below?%zz=%", "/y-webrtc/below?%C3%A9=%FF", "/trystero", "/matchbox/room",
                "/matchbox/room?next=2", "/tracker", "/announce/below", "/socket.io/?EIO=4&transport=websocket", "/socket.io-next/?EIO=3&transport=websocket",
                "/socket.io/?EIO=4&transport=websocket&sid=none");
        play(paths, paths.stream().filter(path -> !REFUSED.contains(path)).toList(), FOREIGN);
    }
}
