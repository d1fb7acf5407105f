package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.Profile;
import dev.almanac.core.Signature;
import dev.almanac.data.ExactNames;
import dev.almanac.monitoring.ProfileJson;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.VersionArtifacts;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A version that scores rows of a run, as its guards see it.
 *
 * @param profile of its training; empty if there is none to compare with
 * @param problem why there is none, as a clause; otherwise empty
 * @param rows which rows of the input it scores; empty for all
 */
record GuardedModel(
    ModelVersion version,
    Signature signature,
    Optional<Profile> profile,
    String problem,
    Optional<Column> rows) {
  /** The versions that publish, the job's model first. */
  static List<GuardedModel> of(ModelRegistry registry, Scorers scorers) {
    return scorers.publishing().stream().map(scorer -> of(registry, scorers, scorer)).toList();
  }

  private static GuardedModel of(ModelRegistry registry, Scorers scorers, Scorer scorer) {
    ModelVersion version = scorer.registered().version();
    Optional<Column> rows = rows(scorers, scorer);
    VersionArtifacts artifacts = registry.open(scorer.registered());
    try {
      return artifacts.has(Artifacts.PROFILE)
          ? new GuardedModel(
              version,
              scorer.signature(),
              Optional.of(ProfileJson.read(artifacts.read(Artifacts.PROFILE))),
              "",
              rows)
          : new GuardedModel(
              version,
              scorer.signature(),
              Optional.empty(),
              version + " keeps no profile of its training",
              rows);
    } catch (AlmanacException e) {
      if (e.code() != ErrorCode.ARTIFACT_DAMAGED) {
        throw e;
      }
      return new GuardedModel(
          version,
          scorer.signature(),
          Optional.empty(),
          "the training profile of %s cannot be read: %s".formatted(version, e.getMessage()),
          rows);
    }
  }

  private static Optional<Column> rows(Scorers scorers, Scorer scorer) {
    if (scorers.publishing().size() == 1) {
      return Optional.empty();
    }
    boolean isMain = scorer.equals(scorers.main());
    Set<String> values = new LinkedHashSet<>();
    scorers
        .segments()
        .forEach(
            (value, other) -> {
              if (other.equals(scorer) != isMain) {
                values.add(value);
              }
            });
    Column value = ExactNames.column(scorers.column().orElseThrow()).cast("string");
    Column in = value.isin(values.toArray());
    return Optional.of(isMain ? value.isNull().or(in.unary_$bang()) : in);
  }

  /**
   * The rows that it scored.
   *
   * @param scored what came of all rows, with the version of each if there are several
   */
  Dataset<Row> of(Dataset<Row> scored) {
    return rows.isEmpty()
        ? scored
        : scored.where(
            ExactNames.column(ForecastColumns.MODEL)
                .equalTo(version.model().value())
                .and(ExactNames.column(ForecastColumns.MODEL_VERSION).equalTo(version.number())));
  }

  /** A column as a finding names it: with the version, where several score. */
  String subject(String column) {
    return rows.isEmpty()
        ? column
        : column.isEmpty() ? version.toString() : column + " of " + version;
  }
}
