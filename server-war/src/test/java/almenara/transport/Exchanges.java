package almenara.transport;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Requests and responses that are nothing but headers. */
final class Exchanges {

    private Exchanges() {
    }

    /** A request with these headers; whatever else is asked of it fails. */
    static HttpServletRequest request(Map<String, String> headers) {
        Map<String, String> known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        known.putAll(headers);
        return (HttpServletRequest) Proxy.newProxyInstance(Exchanges.class.getClassLoader(), new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeader" -> known.get(arguments[0]);
                    case "getHeaders" -> Collections.enumeration(known.containsKey(arguments[0]) ? List.of(known.get(arguments[0])) : List.of());
                    case "getContentType" -> known.get("Content-Type");
                    case "getContentLengthLong" -> Long.parseLong(known.getOrDefault("Content-Length", "-1"));
                    case "getRemoteAddr" -> known.get("remote");
                    case "getMethod" -> known.get("method");
                    case "isSecure" -> known.containsKey("secure");
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** A response that writes its headers, and its status as {@code status}, into the map. */
    static HttpServletResponse response(Map<String, String> headers) {
        return (HttpServletResponse) Proxy.newProxyInstance(Exchanges.class.getClassLoader(), new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "setHeader", "addHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                    case "setStatus" -> headers.put("status", arguments[0].toString());
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
