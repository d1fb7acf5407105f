package dev.almanac.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An HTTP response. Immutable; the body must not be changed. */
final class ApiResponse {
  static final String JSON = "application/json";

  private final int status;
  private final String type;
  private final byte[] body;
  private final List<String> methods;

  /**
   * @param type the media type of the body
   */
  ApiResponse(int status, String type, byte[] body) {
    this(status, type, body, List.of());
  }

  private ApiResponse(int status, String type, byte[] body, List<String> methods) {
    this.status = status;
    this.type = type;
    this.body = body;
    this.methods = methods;
  }

  static ApiResponse json(Object tree) {
    return new ApiResponse(200, JSON, ApiJson.bytes(tree));
  }

  static ApiResponse json(int status, Object tree) {
    return new ApiResponse(status, JSON, ApiJson.bytes(tree));
  }

  static ApiResponse of(ApiException problem) {
    return new ApiResponse(
        problem.status(), JSON, ApiJson.bytes(Map.of("error", error(problem))), problem.methods());
  }

  /** The body of an error response. */
  static Map<String, Object> error(ApiException problem) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("status", problem.status());
    error.put("code", problem.code());
    error.put("message", problem.describe());
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

  /** The supported methods, for the response to an unsupported method; otherwise empty. */
  List<String> methods() {
    return methods;
  }

  byte[] body() {
    return body;
  }
}
