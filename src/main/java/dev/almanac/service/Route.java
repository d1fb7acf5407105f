package dev.almanac.service;

import dev.almanac.core.spec.ServeSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Route of the API: method and path, scope, handler, and its OpenAPI description. Immutable.
 *
 * @param method GET or POST
 * @param path with a name in braces for each path parameter
 * @param id a unique short name
 * @param summary one line for the documentation
 * @param scope the required scope; absent if no token is needed
 * @param query the allowed query parameters
 * @param otherQuery whether further parameters are allowed, such as names of key columns
 * @param body the schema of the request body; absent if there is none
 * @param lane the lane in which requests run
 * @param answers one per status and media type, without the errors that every route can have
 */
record Route(
    String method,
    String path,
    String id,
    String summary,
    Optional<ServeSpec.Scope> scope,
    List<Parameter> query,
    OtherQuery otherQuery,
    Optional<Schema> body,
    Lane lane,
    List<Answer> answers,
    Handler handler) {
  /** Whether undeclared query parameters are allowed. */
  enum OtherQuery {
    REFUSED,
    TAKEN
  }

  /** Handles a request. */
  interface Handler {
    /** Returns the response, or throws an {@link ApiException} or an AlmanacException. */
    ApiResponse handle(ApiRequest call);
  }

  /** A query parameter. */
  record Parameter(String name, String description, Schema schema) {}

  /**
   * A response.
   *
   * @param type its media type
   * @param schema of its body; absent if it is not JSON
   */
  record Answer(int status, String description, String type, Optional<Schema> schema) {}

  static Builder get(String path, String id, Handler handler) {
    return new Builder("GET", path, id, handler);
  }

  static Builder post(String path, String id, Handler handler) {
    return new Builder("POST", path, id, handler);
  }

  /** The path parameters, not decoded, if the path matches this route. */
  Optional<Map<String, String>> match(String[] segments) {
    return new RoutePattern(path).match(segments);
  }

  /** Builder of a route. */
  static final class Builder {
    private final String method;
    private final String path;
    private final String id;
    private final Handler handler;
    private final List<Parameter> query = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private String summary = "";
    private Optional<ServeSpec.Scope> scope = Optional.of(ServeSpec.Scope.READ);
    private OtherQuery otherQuery = OtherQuery.REFUSED;
    private Optional<Schema> body = Optional.empty();
    private Lane lane = Lane.REGISTRY;

    private Builder(String method, String path, String id, Handler handler) {
      this.method = method;
      this.path = path;
      this.id = id;
      this.handler = handler;
    }

    Builder summary(String line) {
      summary = line;
      return this;
    }

    Builder open() {
      scope = Optional.empty();
      return this;
    }

    Builder admin() {
      scope = Optional.of(ServeSpec.Scope.ADMIN);
      return this;
    }

    Builder query(String name, String description, Schema schema) {
      query.add(new Parameter(name, description, schema));
      return this;
    }

    Builder otherQuery() {
      otherQuery = OtherQuery.TAKEN;
      return this;
    }

    Builder body(Schema schema) {
      body = Optional.of(schema);
      return this;
    }

    Builder lane(Lane of) {
      lane = of;
      return this;
    }

    Builder answers(int status, String description, Schema schema) {
      answers.add(new Answer(status, description, ApiResponse.JSON, Optional.of(schema)));
      return this;
    }

    Builder answersWith(String type, String description) {
      return answersWith(List.of(type), description);
    }

    /** As the other method, for one of several media types. */
    Builder answersWith(Collection<String> types, String description) {
      for (String type : new TreeSet<>(types)) {
        answers.add(new Answer(200, description, type, Optional.empty()));
      }
      return this;
    }

    Route build() {
      return new Route(
          method,
          path,
          id,
          summary,
          scope,
          List.copyOf(query),
          otherQuery,
          body,
          lane,
          List.copyOf(answers),
          handler);
    }
  }
}
