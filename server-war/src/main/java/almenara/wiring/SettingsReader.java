package almenara.wiring;

import almenara.dht.krpc.Reach;
import almenara.dht.store.Item;
import almenara.messages.StateTable;
import almenara.networks.Literals;
import almenara.networks.Range;
import almenara.nodes.NodeUrl;
import almenara.pow.QuoteKeys;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the settings in the notations that they have. */
final class SettingsReader extends RawSettings {

    private static final int MOST_SECRETS = 2;
    private static final int MOST_TOPIC = 64;
    private static final String NO_TOPIC = "none";
    private static final int LAST_PORT = 65_535;
    /** The first parts of the paths that the application has anyway. */
    private static final Set<String> OWN_PATHS = Set.of("room", "nodes", "ip", "token", "sdk", "cgi-bin", "demo", "dht-get", "dht-put");

    /** {@code names} are all names that are configured anywhere, {@code value} gives what is configured for one. */
    SettingsReader(Iterable<String> names, Function<String, Optional<String>> value) {
        super(names, value);
    }

    List<Range> ranges(Setting setting) {
        List<Range> ranges = new ArrayList<>();
        for (String each : list(setting)) {
            try {
                ranges.add(Range.parse(each));
            } catch (IllegalArgumentException e) {
                fault(setting, " holds addresses and CIDR ranges; '" + each + "' is neither");
            }
        }
        return ranges;
    }

    /** An address in numbers, or nothing. */
    String address(Setting setting) {
        String address = text(setting);
        if (!address.isEmpty() && !Literals.isAddress(address)) {
            fault(setting, " is an address in numbers; '" + address + "' is none");
        }
        return address;
    }

    /** One address of each family at most, in numbers. */
    List<String> addresses(Setting setting) {
        List<String> addresses = List.copyOf(list(setting));
        addresses.stream().filter(each -> !Literals.isAddress(each)).forEach(each -> fault(setting, " holds addresses in numbers; '" + each + "' is none"));
        if (addresses.stream().filter(each -> each.contains(":")).count() > 1 || addresses.stream().filter(each -> !each.contains(":")).count() > 1) {
            fault(setting, " holds at most one address of IPv4 and one of IPv6");
        }
        if (addresses.size() > 1 && addresses.stream().anyMatch(each -> each.matches("[0:.]*:[0:.]*"))) {
            fault(setting, " holds :: alone, for it takes the port of IPv4 as well");
        }
        return addresses;
    }

    /** Hosts with their ports. */
    List<String> services(Setting setting) {
        Set<String> services = list(setting);
        services.stream().filter(each -> !each.matches("([A-Za-z0-9_.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]):[0-9]{1,5}") || port(each) > LAST_PORT || port(each) < Reach.LEAST_PORT)
                .forEach(each -> fault(setting, " holds hosts with a port from " + Reach.LEAST_PORT + " such as node.example.org:6881; '" + each + "' is none"));
        return List.copyOf(services);
    }

    private static int port(String service) {
        return Integer.parseInt(service.substring(service.lastIndexOf(':') + 1));
    }

    /** Hosts as they stand in URLs: names, or addresses in numbers, each perhaps with a port. */
    List<String> hosts(Setting setting) {
        Set<String> hosts = list(setting);
        hosts.stream().filter(host -> !host.matches("([A-Za-z0-9_.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?"))
                .forEach(host -> fault(setting, " holds hosts such as node.example.org:8443; '" + host + "' is none"));
        return List.copyOf(hosts);
    }

    /** URLs of a scheme and of its twin over TLS. */
    Set<String> urls(Setting setting, String scheme) {
        Set<String> urls = list(setting);
        urls.stream().filter(url -> !url.matches(scheme + "s?:[A-Za-z0-9.\\[\\]:_-]+(\\?transport=(udp|tcp))?"))
                .forEach(url -> fault(setting, " holds " + scheme + ": URLs; '" + url + "' is none"));
        return urls;
    }

    Set<NodeUrl> nodes(Setting setting) {
        return list(setting).stream().flatMap(text -> node(setting, text).stream()).collect(Collectors.toSet());
    }

    /** The URL of a node, or nothing. */
    Optional<NodeUrl> node(Setting setting) {
        return text(setting).isEmpty() ? Optional.empty() : node(setting, text(setting));
    }

    private Optional<NodeUrl> node(Setting setting, String text) {
        Optional<NodeUrl> url = NodeUrl.read(text);
        if (url.isEmpty()) {
            fault(setting, " takes URLs such as https://node.example.org/ in their one form; '" + text + "' is none");
        }
        return url;
    }

    /** What those who name the same find each other by, or nothing. */
    Optional<String> topic(Setting setting) {
        String topic = text(setting);
        if (!topic.matches("[!-~]{1," + MOST_TOPIC + "}")) {
            fault(setting, " has 1 to " + MOST_TOPIC + " characters of ASCII, without spaces");
        }
        return Optional.of(topic).filter(each -> !NO_TOPIC.equals(each));
    }

    Set<Integer> ports(Setting setting) {
        Set<String> ports = list(setting);
        ports.stream().filter(port -> !port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > LAST_PORT).toList()
                .forEach(port -> fault(setting, " holds ports from 1 to " + LAST_PORT + "; '" + port + "' is none"));
        return ports.stream().filter(port -> port.matches("[1-9][0-9]{0,4}")).map(Integer::valueOf).collect(Collectors.toSet());
    }

    /** A path of the application that is not its own; nothing where it is off. */
    Optional<String> path(Setting setting) {
        return paths(setting, "is a path", List.of(text(setting))).stream().findFirst();
    }

    /** Several such paths. */
    List<String> paths(Setting setting) {
        return paths(setting, "holds paths", List.copyOf(list(setting)));
    }

    private List<String> paths(Setting setting, String rule, List<String> paths) {
        if (paths.equals(List.of("off"))) {
            return List.of();
        }
        if (paths.isEmpty() || !paths.stream().allMatch(path -> path.matches("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+") && !OWN_PATHS.contains(path.split("/")[1]))) {
            fault(setting, ' ' + rule + " such as /signaling that nothing else has, or off; '" + text(setting) + "' is neither");
        }
        return paths;
    }

    /** The bytes of a key, none when it is not set; they stand in no fault. */
    byte[] key(Setting setting) {
        String text = text(setting);
        if (!text.isEmpty() && !text.matches("[0-9a-fA-F]{64}")) {
            fault(setting, " has 64 hexadecimal digits");
            return new byte[0];
        }
        return HexFormat.of().parseHex(text);
    }

    /** Secrets, which no fault ever quotes. */
    List<String> secrets(Setting setting) {
        Set<String> secrets = list(setting);
        if (secrets.size() > MOST_SECRETS || secrets.stream().anyMatch(secret -> !secret.matches("[!-+--~]{16,128}"))) {
            fault(setting, " holds at most two secrets of 16 to 128 characters of ASCII, without spaces");
        }
        return List.copyOf(secrets);
    }

    /** URLs of the web. */
    Set<String> webUrls(Setting setting) {
        Set<String> urls = list(setting);
        urls.stream().filter(each -> !isWebUrl(each))
                .forEach(each -> fault(setting, " holds http: and https: URLs without user and fragment; '" + each + "' is none"));
        return urls;
    }

    private static boolean isWebUrl(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null && Set.of("http", "https").contains(uri.getScheme());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** What salts of the DHT begin with. */
    List<String> salts(Setting setting) {
        Set<String> salts = list(setting);
        salts.stream().filter(each -> each.getBytes(StandardCharsets.UTF_8).length > Item.MOST_SALT)
                .forEach(each -> fault(setting, " holds texts of at most " + Item.MOST_SALT + " bytes; '" + each + "' is longer"));
        return List.copyOf(salts);
    }

    /** Names of shared-state tables, or a star for all. */
    Set<String> tables(Setting setting) {
        Set<String> names = list(setting);
        names.stream().filter(name -> !"*".equals(name) && StateTable.plain(name).isEmpty())
                .forEach(name -> fault(setting, " holds names of letters, digits, _ and -; '" + name + "' is none"));
        return names;
    }

    /** The name of a signed table, or nothing. */
    Optional<StateTable> signed(Setting setting) {
        String name = text(setting);
        Optional<StateTable> table = StateTable.plain(name).filter(each -> each.kind() == StateTable.Kind.SIGNED);
        if (!name.isEmpty() && table.isEmpty()) {
            fault(setting, " is a name of letters, digits, _ and - that begins with " + StateTable.SIGNED_PREFIX + "; '" + name + "' is none");
        }
        return table;
    }

    /** Public keys, as tables have them. */
    Set<String> keys(Setting setting) {
        Set<String> keys = list(setting);
        keys.stream().filter(key -> !key.matches("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]"))
                .forEach(key -> fault(setting, " holds keys of 43 characters of base64url; '" + key + "' is none"));
        return keys;
    }

    /** Both are set, or neither. True when they are. */
    boolean together(Setting one, Setting other) {
        if (text(one).isEmpty() != text(other).isEmpty()) {
            fault(one, " and " + other.property() + " are set together");
        }
        return !text(one).isEmpty() && !text(other).isEmpty();
    }

    Set<String> origins(Setting setting) {
        Set<String> origins = list(setting);
        origins.stream().filter(origin -> !origin.matches("\\*|null|https?://[A-Za-z0-9.\\[\\]:-]+"))
                .forEach(origin -> fault(setting, " holds origins such as https://example.org; '" + origin + "' is none"));
        return origins;
    }

    /** Checks what concerns several settings, then throws if anything at all was wrong. */
    void finish() {
        new Harmony(this).check();
        check();
    }

    /** The secret as bytes, none when it is not set; it stands in no fault. */
    byte[] secret(Setting setting) {
        byte[] secret = text(setting).getBytes(StandardCharsets.UTF_8);
        if (secret.length > 0 && secret.length < QuoteKeys.LEAST_SECRET) {
            fault(setting, " has at least " + QuoteKeys.LEAST_SECRET + " characters");
        }
        return secret;
    }
}
