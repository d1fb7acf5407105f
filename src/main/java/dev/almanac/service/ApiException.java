package dev.almanac.service;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.util.List;

/** Error response of a request. The client receives its content and nothing else. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String BUSY = "BUSY";

  private final int status;
  private final String code;
  private final String text;
  private final List<String> fields;
  private final List<String> methods;

  ApiException(int status, String code, String message) {
    this(status, code, message, List.of());
  }

  /**
   * @param fields names of the invalid fields
   */
  ApiException(int status, String code, String message, List<String> fields) {
    this(status, code, message, fields, List.of());
  }

  private ApiException(
      int status, String code, String message, List<String> fields, List<String> methods) {
    // Client errors are frequent, and their stack trace is not used.
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.text = message;
    this.fields = List.copyOf(fields);
    this.methods = List.copyOf(methods);
  }

  /** The response to an error of Almanac. */
  static ApiException of(AlmanacException e) {
    int status = e.code().category().httpStatus();
    if (e.code() == ErrorCode.ARTIFACT_DAMAGED || e.code() == ErrorCode.LEDGER_NOT_UNDERSTOOD) {
      // The request was valid; the registry is not.
      status = 503;
    }
    return status == 500
        ? internal()
        : new ApiException(status, e.code().name(), String.valueOf(e.getMessage()));
  }

  /** The response to an unexpected error. */
  static ApiException internal() {
    return new ApiException(
        500, ErrorCode.INTERNAL.name(), "the service made an error; its log has the details.");
  }

  static ApiException bad(String message) {
    return new ApiException(400, ErrorCode.BAD_OPTION.name(), message);
  }

  /** The response to an overload. */
  static ApiException busy(String why) {
    return new ApiException(503, BUSY, why + "; try again later.");
  }

  /**
   * The response to a method that the endpoint does not support.
   *
   * @param methods the supported methods
   */
  static ApiException otherMethod(String message, List<String> methods) {
    return new ApiException(405, "METHOD_NOT_ALLOWED", message, List.of(), methods);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String describe() {
    return text;
  }

  List<String> fields() {
    return fields;
  }

  List<String> methods() {
    return methods;
  }
}
