package dev.almanac.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What goes back to the client. Immutable; the body is not to be changed. */
final class Reply {
  static final String JSON = "application/json";

  private final int status;
  private final String type;
  private final byte[] body;
  private final List<String> methods;

  /**
   * @param type the media type of the body
   */
  Reply(int status, String type, byte[] body) {
    this(status, type, body, List.of());
  }

  private Reply(int status, String type, byte[] body, List<String> methods) {
    this.status = status;
    this.type = type;
    this.body = body;
    this.methods = methods;
  }

  static Reply json(Object tree) {
    return new Reply(200, JSON, Json.bytes(tree));
  }

  static Reply json(int status, Object tree) {
    return new Reply(status, JSON, Json.bytes(tree));
  }

  static Reply of(Problem problem) {
    return new Reply(
        problem.status(), JSON, Json.bytes(Map.of("error", error(problem))), problem.methods());
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

  /**
   * The methods that are taken in place of the one that was not; empty if that is not the reason.
   */
  List<String> methods() {
    return methods;
  }

  byte[] body() {
    return body;
  }
}
