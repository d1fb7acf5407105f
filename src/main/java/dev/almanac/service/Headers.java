package dev.almanac.service;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** The headers that answers have, whatever they are to. */
final class Headers {
  /**
   * Whatever a table or a registry holds brings no script into the page, takes it into no frame and
   * sends nothing of it elsewhere.
   */
  private static final String OF_THE_PAGE =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** An answer for programs is shown by no browser as more than text. */
  private static final String OF_ANSWERS = "default-src 'none'; frame-ancestors 'none'";

  private static final String RETRY_SECONDS = "1";

  private Headers() {}

  /** Puts those of a reply beside what is there. */
  static void put(ApiResponse reply, HttpFields.Mutable headers) {
    headers.put(HttpHeader.CONTENT_TYPE, reply.type());
    headers.put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    // Forecasts are replaced, and tokens taken back: nobody between keeps an answer.
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.put(new HttpField("X-Content-Type-Options", "nosniff"));
    headers.put(
        new HttpField(
            "Content-Security-Policy",
            reply.type().startsWith("text/html") ? OF_THE_PAGE : OF_ANSWERS));
    // An address may have a key in it, which may be a person's.
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
