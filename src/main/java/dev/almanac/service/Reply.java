package dev.almanac.service;

import java.util.LinkedHashMap;
import java.util.Map;

/** What goes back to the client. Immutable; the body is not to be changed. */
final class Reply {
  static final String JSON = "application/json";

  private final int status;
  private final String type;
  private final byte[] body;

  /**
   * @param type the media type of the body
   */
  Reply(int status, String type, byte[] body) {
    this.status = status;
    this.type = type;
    this.body = body;
  }

  static Reply json(Object tree) {
    return new Reply(200, JSON, Json.bytes(tree));
  }

  static Reply json(int status, Object tree) {
    return new Reply(status, JSON, Json.bytes(tree));
  }

  static Reply of(Problem problem) {
    return json(problem.status(), Map.of("error", error(problem)));
  }

  /** An error as answers tell it. */
  static Map<String, Object> error(Problem problem) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("status", problem.status());
    error.put("code", problem.code());
    error.put("message", problem.told());
    if (!problem.fields().isEmpty()) {
      error.put("fields", problem.fields());
    }
    return error;
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  byte[] body() {
    return body;
  }
}
