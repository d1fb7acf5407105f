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
 * Refuses what a page of another site makes a browser send: requests to a name that is not this
 * service's, by which such a page could read answers (DNS rebinding), and requests that change or
 * cost something. Immutable.
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
    // Where tokens are needed another name gains nothing, and which names lead here is not known.
    this.takesAnyHost = spec.hosts().isEmpty() && !spec.clients().isEmpty();
  }

  /**
   * Checks the name by which the service is addressed.
   *
   * @throws ApiException 421 if it is not one of the service's
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
   * Checks who makes a browser send a request that is no plain read.
   *
   * @throws ApiException 403 if it is a page of another site
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

  /** Whether a page of this service sends it: from the host of the request or a configured one. */
  private boolean isOwn(String origin, Request request) {
    Matcher parts = ORIGIN.matcher(origin);
    if (!parts.matches()) {
      return false;
    }
    String name = normal(parts.group(2));
    String port = parts.group(3) == null ? standardPort(parts.group(1)) : parts.group(3);
    int own = request.getHttpURI().getPort();
    // A proxy that speaks TLS for the service leaves the scheme open, and with it the port.
    boolean samePort = own > 0 ? port.equals(Integer.toString(own)) : parts.group(3) == null;
    return (name.equals(normal(String.valueOf(Request.getServerName(request)))) && samePort)
        || (hosts.contains(name) && !ServeSpec.isLoopback(name));
  }

  private static String standardPort(String scheme) {
    return scheme.equalsIgnoreCase("https") ? "443" : "80";
  }

  /**
   * Checks the type of a body: one that a page of another site cannot send unasked.
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

  /** In small letters, without the brackets of an IPv6 number and the dot at the end of a name. */
  private static String normal(String host) {
    String small = host.toLowerCase(Locale.ROOT);
    return small.startsWith("[") && small.endsWith("]")
        ? small.substring(1, small.length() - 1)
        : small.replaceFirst("\\.$", "");
  }
}
