package dev.almanac.config;

import dev.almanac.core.Text;
import dev.almanac.core.spec.JdbcSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Parses the export targets of publications: {@code publish { jdbc { … } }}. */
final class PublishParser {
  private static final String JDBC = "jdbc";
  private static final int MOST_MB = 1_024;
  private static final int MOST_SECONDS = 86_400;

  private final Section job;

  PublishParser(Section job) {
    this.job = job;
  }

  /**
   * Records all problems; the supplier is valid only if there are none.
   *
   * @param kept the job's own columns in the forecast table
   */
  Optional<Supplier<JdbcSpec>> parse(List<String> kept) {
    Section publish = job.child("publish", "each.publish");
    boolean there = publish.value(JDBC).isPresent();
    Section jdbc = publish.child(JDBC);
    publish.noOthers();
    Optional<String> url = text(jdbc, "url", "write jdbc:postgresql://host:5432/database", there);
    url.ifPresent(given -> jdbc.attempt("url", () -> JdbcSpec.checkUrl(given)));
    Optional<String> user = jdbc.words("user");
    Optional<String> password = jdbc.text("password");
    Optional<String> table = text(jdbc, "table", "write schema.table", there);
    table.ifPresent(given -> jdbc.attempt("table", () -> JdbcSpec.checkTable(given)));
    Optional<Boolean> create = jdbc.flag("create-table");
    OptionalInt batch = jdbc.count("batch-mb", 1, MOST_MB);
    OptionalInt connect = jdbc.count("connect-seconds", 1, MOST_SECONDS);
    OptionalInt statement = jdbc.count("statement-seconds", 1, MOST_SECONDS);
    jdbc.noOthers();
    if (!there) {
      return Optional.empty();
    }
    kept.stream()
        .filter(name -> name.getBytes(StandardCharsets.UTF_8).length > JdbcSpec.LONGEST_NAME)
        .forEach(
            name ->
                publish.problem(
                    JDBC,
                    String.format(
                        Locale.ROOT,
                        "'%s' is longer than the %d bytes that PostgreSQL keeps of a column's name;"
                            + " give it a shorter one in the query with AS",
                        Text.printable(name),
                        JdbcSpec.LONGEST_NAME)));
    return Optional.of(
        () ->
            new JdbcSpec(
                url.orElseThrow(),
                user,
                password,
                table.orElseThrow(),
                create.orElseThrow(),
                (long) batch.orElseThrow() << 20,
                Duration.ofSeconds(connect.orElseThrow()),
                Duration.ofSeconds(statement.orElseThrow())));
  }

  private static Optional<String> text(Section jdbc, String key, String advice, boolean there) {
    return (there ? jdbc.require(key, advice) : jdbc).words(key);
  }
}
