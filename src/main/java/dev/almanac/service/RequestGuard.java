package dev.almanac.service;

import dev.almanac.core.Text;
import dev.almanac.core.spec.ServeSpec;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that another site's page makes a browser send: requests to a host name other
 * than the service's, with which such a page could read responses (DNS rebinding), and cross-site
 * requests with side effects or cost. Immutable.
 */
final class RequestGuard {
  private static final String SEC_FETCH_SITE = "Sec-Fetch-Site";
  private static final Pattern ORIGIN =
      Pattern.compile("(?i)(https?)://(\\[[0-9a-f:.]+]|[^/:\\[\\]]+)(?::(\\d{1,5}))?");

  private final Set<String> hosts = new HashSet<>();
  private final boolean takesAnyHost;

  RequestGuard(ServeSpec spec) {
    spec.hosts().forEach(host -> hosts.add(normal(host)));
    hosts.add(normal(spec.host()));
    // With tokens another host name is harmless, and the names that resolve to this host are
    // unknown.
    this.takesAnyHost = spec.hosts().isEmpty() && !spec.clients().isEmpty();
  }

  /**
   * Checks the host of a request.
   *
   * @throws ApiException 421 if it is not a host of the service
   */
  void checkHost(Request request) {
    String host = Request.getServerName(request);
    if (!takesAnyHost && !isOwn(host)) {
      throw new ApiException(
          421,
          "HOST_NOT_SERVED",
          "'%s' is not a name of this service; add it to almanac.serve.hosts."
              .formatted(Text.printable(String.valueOf(host))));
    }
  }

  private boolean isOwn(@Nullable String host) {
    return host != null && (ServeSpec.isLoopback(normal(host)) || hosts.contains(normal(host)));
  }

  /**
   * Checks the origin of a browser request other than a plain read.
   *
   * @throws ApiException 403 if it is another site
   */
  void checkOrigin(Request request) {
    String site = request.getHeaders().get(SEC_FETCH_SITE);
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    boolean foreign =
        "cross-site".equals(site)
            || "same-site".equals(site)
            || (origin != null && !isOwn(origin, request));
    if (foreign) {
      throw new ApiException(
          403,
          "FOREIGN_ORIGIN",
          "a page of another site%s must not send this request; if it is a name of this service, add it to almanac.serve.hosts."
              .formatted(origin == null ? "" : " (" + Text.printable(origin) + ")"));
    }
  }

  /** Whether the origin is this service: the request's host or a configured one. */
  private boolean isOwn(String origin, Request request) {
    Matcher parts = ORIGIN.matcher(origin);
    if (!parts.matches()) {
      return false;
    }
    String name = normal(parts.group(2));
    String port = parts.group(3) == null ? standardPort(parts.group(1)) : parts.group(3);
    int own = request.getHttpURI().getPort();
    // Behind a TLS proxy the scheme is unknown, and with it the default port.
    boolean samePort = own > 0 ? port.equals(Integer.toString(own)) : parts.group(3) == null;
    return (name.equals(normal(String.valueOf(Request.getServerName(request)))) && samePort)
        || (hosts.contains(name) && !ServeSpec.isLoopback(name));
  }

  private static String standardPort(String scheme) {
    return scheme.equalsIgnoreCase("https") ? "443" : "80";
  }

  /**
   * Checks the content type of a body: it must be one that another site's page cannot send without
   * a preflight.
   *
   * @throws ApiException 415 if it is not JSON
   */
  static void checkType(Request request) {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    String bare = type == null ? "" : type.replaceFirst(";.*", "").strip();
    if (!bare.equalsIgnoreCase(ApiResponse.JSON)) {
      throw new ApiException(
          415,
          "NOT_JSON",
          "the body is %s; send JSON with the header Content-Type: application/json."
              .formatted(type == null ? "of no type" : "'" + Text.printable(type) + "'"));
    }
  }

  /** Lower case, without the brackets of an IPv6 address and the trailing dot of a name. */
  private static String normal(String host) {
    String small = host.toLowerCase(Locale.ROOT);
    return small.startsWith("[") && small.endsWith("]")
        ? small.substring(1, small.length() - 1)
        : small.replaceFirst("\\.$", "");
  }
}
