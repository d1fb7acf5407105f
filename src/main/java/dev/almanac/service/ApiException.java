package dev.almanac.service;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.util.List;

/** Why a request is not answered as it wished: told to the client, and nothing else is. */
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
   * @param fields that are at fault
   */
  ApiException(int status, String code, String message, List<String> fields) {
    this(status, code, message, fields, List.of());
  }

  private ApiException(
      int status, String code, String message, List<String> fields, List<String> methods) {
    // It is thrown as often as clients are wrong: a trace of it would cost more than it tells.
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.text = message;
    this.fields = List.copyOf(fields);
    this.methods = List.copyOf(methods);
  }

  /** What the client is told of an error of ours. */
  static ApiException of(AlmanacException e) {
    int status = e.code().category().httpStatus();
    if (e.code() == ErrorCode.ARTIFACT_DAMAGED || e.code() == ErrorCode.LEDGER_NOT_UNDERSTOOD) {
      // The request was right; the registry is not.
      status = 503;
    }
    return status == 500
        ? internal()
        : new ApiException(status, e.code().name(), String.valueOf(e.getMessage()));
  }

  /** What the client is told of an error that nobody foresaw. */
  static ApiException internal() {
    return new ApiException(
        500, ErrorCode.INTERNAL.name(), "the service made an error; its log has the details.");
  }

  static ApiException bad(String message) {
    return new ApiException(400, ErrorCode.BAD_OPTION.name(), message);
  }

  /** That there is too much to do at the moment. */
  static ApiException busy(String why) {
    return new ApiException(503, BUSY, why + "; try again later.");
  }

  /**
   * What is said of a method that an address does not take.
   *
   * @param methods that it takes
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
