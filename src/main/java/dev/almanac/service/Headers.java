package dev.almanac.service;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Security and cache headers of all responses. */
final class Headers {
  /**
   * Content of a table or a registry can run no script in the page, load no frame and send no data
   * elsewhere.
   */
  private static final String OF_THE_PAGE =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** A browser shows a response of the API only as text. */
  private static final String OF_ANSWERS = "default-src 'none'; frame-ancestors 'none'";

  private static final String RETRY_SECONDS = "1";

  private Headers() {}

  /** Adds the headers of a response. */
  static void put(ApiResponse reply, HttpFields.Mutable headers) {
    headers.put(HttpHeader.CONTENT_TYPE, reply.type());
    headers.put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    // Forecasts are replaced and tokens revoked: no intermediary may cache a response.
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.put(new HttpField("X-Content-Type-Options", "nosniff"));
    headers.put(
        new HttpField(
            "Content-Security-Policy",
            reply.type().startsWith("text/html") ? OF_THE_PAGE : OF_ANSWERS));
    // A URL may contain a key, which may be personal data.
    headers.put(new HttpField("Referrer-Policy", "no-referrer"));
    headers.put(new HttpField("Cross-Origin-Resource-Policy", "same-origin"));
    if (!reply.methods().isEmpty()) {
      headers.put(HttpHeader.ALLOW, String.join(", ", reply.methods()));
    }
    switch (reply.status()) {
      case 401 -> headers.put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
      case 503 -> headers.put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
      default -> {}
    }
  }
}
