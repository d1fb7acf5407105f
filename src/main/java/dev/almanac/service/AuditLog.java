package dev.almanac.service;

import dev.almanac.core.Text;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each request and each connection that is refused. Keys, fields, queries and tokens
 * are left out: they may be a person's, or a secret.
 */
final class AuditLog {
  private static final Logger AUDIT = LoggerFactory.getLogger("dev.almanac.audit");

  private AuditLog() {}

  /**
   * A request that was answered.
   *
   * @param client as configured, or "-"
   * @param from the address
   * @param route its id
   * @param path the free segments
   * @param delivered whether the client took the answer
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
   * What never became a request.
   *
   * @param what a word for it
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
