package dev.almanac.job;

import dev.almanac.core.Guard;
import dev.almanac.core.GuardFinding;
import dev.almanac.core.Text;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.monitoring.FieldDrift;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Collects the findings of guards, and omits redundant ones. */
final class GuardFindings {
  /** Maximum number of reported findings per guard; there may be hundreds of inputs. */
  private static final int REPORTED = 20;

  private final GuardSpec spec;
  private final List<GuardFinding> found = new ArrayList<>();

  GuardFindings(GuardSpec spec) {
    this.spec = spec;
  }

  /** Adds a measurement of a guard and its number of rows. */
  void judged(
      Guard guard, String subject, double value, GuardSpec.Rule rule, long rows, String note) {
    if (rows < spec.minRows()) {
      String few = "too few to judge: " + Text.count(rows, "row");
      found.add(
          new GuardFinding(
              guard,
              subject,
              value,
              rule.most(),
              GuardFinding.Verdict.NOT_JUDGED,
              note.isEmpty() ? few : few + "; " + note));
      return;
    }
    // Not inverted: NaN must exceed every limit.
    boolean holds = value <= rule.most();
    found.add(new GuardFinding(guard, subject, value, rule.most(), verdict(holds, rule), note));
  }

  /**
   * Adds the drift of a column. A value beyond the limit fails only if it also exceeds the critical
   * value, which chance alone may reach.
   *
   * @param subject the column as the finding names it
   */
  void drift(Guard guard, String subject, FieldDrift field, GuardSpec.Rule rule, String note) {
    long rows = Math.min(field.rows(), field.referenceRows());
    if (!Double.isFinite(field.psi())) {
      if (rows >= spec.minRows() && field.nulls() == 1 && field.referenceNulls() < 1) {
        unknown(guard, subject, rule, "every value is null, and the reference has values");
      } else {
        notJudged(guard, subject, rule, "there are no values to compare");
      }
    } else if (rows >= spec.minRows()
        && field.psi() > rule.most()
        && field.psi() <= field.chance()) {
      found.add(
          new GuardFinding(
              guard,
              subject,
              field.psi(),
              rule.most(),
              GuardFinding.Verdict.HOLDS,
              String.format(
                  Locale.ROOT, "chance makes up to %.3f of so few rows", field.chance())));
    } else {
      judged(guard, subject, field.psi(), rule, rows, note);
    }
  }

  void notJudged(Guard guard, String subject, GuardSpec.Rule rule, String why) {
    found.add(
        new GuardFinding(
            guard, subject, Double.NaN, rule.most(), GuardFinding.Verdict.NOT_JUDGED, why));
  }

  /** Adds a failure of a guard whose data is missing or corrupt. */
  void unknown(Guard guard, String subject, GuardSpec.Rule rule, String why) {
    found.add(new GuardFinding(guard, subject, Double.NaN, rule.most(), verdict(false, rule), why));
  }

  List<GuardFinding> all() {
    return List.copyOf(found);
  }

  /** Per guard the findings beyond the limit, or else the one nearest to it. */
  List<GuardFinding> worst() {
    List<GuardFinding> result = new ArrayList<>();
    for (Guard guard : Guard.values()) {
      List<GuardFinding> mine =
          found.stream()
              .filter(finding -> finding.guard() == guard)
              .sorted(
                  Comparator.comparingInt((GuardFinding finding) -> rank(finding.verdict()))
                      .thenComparingDouble(
                          finding -> Double.isNaN(finding.value()) ? 0 : -finding.value()))
              .toList();
      long beyond = mine.stream().filter(finding -> rank(finding.verdict()) == 0).count();
      mine.stream().limit(Math.max(1, Math.min(REPORTED, beyond))).forEach(result::add);
    }
    return result;
  }

  private static int rank(GuardFinding.Verdict verdict) {
    return switch (verdict) {
      case REFUSED, WARNED -> 0;
      case HOLDS -> 1;
      case NOT_JUDGED -> 2;
    };
  }

  private static GuardFinding.Verdict verdict(boolean holds, GuardSpec.Rule rule) {
    if (holds) {
      return GuardFinding.Verdict.HOLDS;
    }
    return rule.action() == GuardSpec.Action.REFUSE
        ? GuardFinding.Verdict.REFUSED
        : GuardFinding.Verdict.WARNED;
  }
}
