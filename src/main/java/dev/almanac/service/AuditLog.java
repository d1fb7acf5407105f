package dev.almanac.service;

import dev.almanac.core.Text;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log of one line per request and per refused connection. Keys, fields, queries and tokens are
 * omitted: they may be personal data or secrets.
 */
final class AuditLog {
  private static final Logger AUDIT = LoggerFactory.getLogger("dev.almanac.audit");

  private AuditLog() {}

  /**
   * Logs a request that was answered.
   *
   * @param client its configured name, or "-"
   * @param from the network address
   * @param route its id
   * @param path the path parameters
   * @param delivered whether the client received the response
   */
  static void answered(
      String client,
      String from,
      String route,
      Map<String, String> path,
      int status,
      long nanos,
      boolean delivered) {
    if (AUDIT.isInfoEnabled()) {
      AUDIT.info(
          "client={} from={} request={} of={} status={} micros={}{}",
          client,
          from,
          route,
          subject(path),
          status,
          nanos / 1_000,
          delivered ? "" : " delivered=no");
    }
  }

  /**
   * Logs a connection that was refused before a request.
   *
   * @param what a word for the reason
   */
  static void refused(String from, String what, int status) {
    AUDIT.info("client=- from={} request={} of=- status={}", from, what, status);
  }

  private static String subject(Map<String, String> path) {
    for (String name : List.of("table", "name", "ref")) {
      String subject = path.get(name);
      if (subject != null) {
        return Text.printable(subject);
      }
    }
    return "-";
  }
}
