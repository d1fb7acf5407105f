package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import dev.almanac.core.XmlText;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.core.spec.SpecViolation;
import dev.almanac.pmml.ExportPreflight;
import dev.almanac.training.TrainingPreflight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Checks of a job before any data is read and before Spark is started. */
public final class Preflight {
  private Preflight() {}

  /**
   * Refuses a job whose model cannot be trained, or not be exported with the same meaning.
   *
   * @throws AlmanacException {@code CONFIG_INVALID} or {@code NOT_EXPORTABLE} with every problem
   */
  public static void require(JobSpec job) {
    require(job, key -> "");
  }

  /**
   * As above, for a job from a file.
   *
   * @param places finds the location of a setting by its path in the job file; empty if unknown
   */
  public static void require(JobSpec job, UnaryOperator<String> places) {
    List<SpecViolation> texts = texts(job);
    if (!texts.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.CONFIG_INVALID,
          "job %s has texts that its model could not keep:%n%s"
              .formatted(job.model(), describe(texts, places)));
    }
    List<SpecViolation> clashes = TrainingPreflight.misfits(job.train());
    if (!clashes.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.CONFIG_INVALID,
          "job %s asks for what its algorithm cannot do:%n%s"
              .formatted(job.model(), describe(clashes, places)));
    }
    List<SpecViolation> misfits = ExportPreflight.misfits(job.train());
    if (!misfits.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.NOT_EXPORTABLE,
          "what job %s would train cannot be exported to PMML with the same meaning:%n%s"
              .formatted(job.model(), describe(misfits, places)));
    }
  }

  /**
   * As above, and refuses tables that clash with others.
   *
   * @param platform the platform's configuration, with the locations of tables
   */
  public static void require(JobSpec job, PlatformSpec platform, UnaryOperator<String> places) {
    List<SpecViolation> clashes = TableClashes.of(job, platform);
    if (!clashes.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.CONFIG_INVALID,
          "job %s would write two kinds of rows to one place:%n%s"
              .formatted(job.model(), describe(clashes, places)));
    }
    require(job, places);
  }

  /** Checks texts of the exported document, which would otherwise be refused after the training. */
  private static List<SpecViolation> texts(JobSpec job) {
    List<SpecViolation> misfits = new ArrayList<>();
    if (!XmlText.isHeld(job.description())) {
      misfits.add(
          new SpecViolation(
              "description",
              "'%s' has a control character, which PMML (as XML) cannot hold; write plain text"
                  .formatted(Text.printable(job.description()))));
    }
    if (!XmlText.isKept(job.train().positive())) {
      misfits.add(
          new SpecViolation(
              "train.positive",
              "'%s' has a control character or line end, which PMML (as XML) does not keep; clean the label in the job's query"
                  .formatted(Text.printable(job.train().positive()))));
    }
    return misfits;
  }

  /** One line per cause, for any number of settings that share it. */
  private static String describe(List<SpecViolation> misfits, UnaryOperator<String> places) {
    Map<String, List<String>> byCause = new LinkedHashMap<>();
    misfits.forEach(
        misfit ->
            byCause.computeIfAbsent(misfit.what(), what -> new ArrayList<>()).add(misfit.key()));
    return byCause.entrySet().stream()
        .map(
            cause -> {
              String place = places.apply(cause.getValue().get(0));
              return "  %s%s: %s"
                  .formatted(
                      place.isEmpty() ? "" : place + ": ",
                      Text.few(cause.getValue()),
                      cause.getKey());
            })
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
