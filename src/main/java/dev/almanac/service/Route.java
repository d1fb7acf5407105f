package dev.almanac.service;

import dev.almanac.core.spec.ServeSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A kind of request: how it is recognised, who may make it, who answers it, and what is said about
 * it in the OpenAPI document. Immutable.
 *
 * @param method GET or POST
 * @param path with a name in braces for each segment that is free
 * @param id a short name of its own
 * @param summary one line for people
 * @param scope that is needed; absent where no token is
 * @param query the names that its query may have
 * @param otherQuery whether names may be there besides, such as those of key columns
 * @param body the schema of the request's body; absent where there is none
 * @param lane with which requests it shares threads
 * @param answers one for each status and media type; those of errors that every route can have are
 *     not among them
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
  /** Whether a query may have other names than those that are listed. */
  enum OtherQuery {
    REFUSED,
    TAKEN
  }

  /** Answers a request. */
  interface Handler {
    /** Answers, or throws a {@link ApiException} or an AlmanacException. */
    ApiResponse handle(ApiRequest call);
  }

  /** A parameter of the query. */
  record Parameter(String name, String description, Schema schema) {}

  /**
   * An answer.
   *
   * @param type its media type
   * @param schema of its body; absent where it is no JSON
   */
  record Answer(int status, String description, String type, Optional<Schema> schema) {}

  static Builder get(String path, String id, Handler handler) {
    return new Builder("GET", path, id, handler);
  }

  static Builder post(String path, String id, Handler handler) {
    return new Builder("POST", path, id, handler);
  }

  /** The values of the free segments, as they came, if the path is of this route. */
  Optional<Map<String, String>> match(String[] segments) {
    return new RoutePattern(path).match(segments);
  }

  /** Puts a route together. */
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

    /** As the other, where it is one of several media types. */
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
