package dev.almanac.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.Evaluation;
import dev.almanac.core.Field;
import dev.almanac.core.Metric;
import dev.almanac.core.Provenance;
import dev.almanac.core.Signature;
import dev.almanac.core.SourceVersion;
import dev.almanac.core.Text;
import dev.almanac.core.spec.DecisionSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Differences between two versions, of one model or of two. Immutable.
 *
 * @param differences in the order of the sections; empty if the versions differ only in their runs
 */
public record VersionDiff(List<Difference> differences) {
  /** The subject of a difference. */
  public enum Section {
    MODEL,
    MEASURES,
    FEATURES,
    DECISION,
    SPEC,
    PROVENANCE,
    FILES
  }

  /**
   * One difference.
   *
   * @param name its subject: a metric, a column, a key of the job file
   * @param left the value in the first version; absent if it has none
   * @param right the value in the second
   */
  public record Difference(
      Section section, String name, Optional<String> left, Optional<String> right) {}

  /** Copies the list. */
  public VersionDiff {
    differences = List.copyOf(differences);
  }

  /** Compares two versions by signature, training and evaluation. */
  public static VersionDiff between(RegisteredVersion left, RegisteredVersion right) {
    List<Difference> differences = new ArrayList<>();
    VersionFacts a = left.manifest().facts();
    VersionFacts b = right.manifest().facts();
    add(differences, Section.MODEL, model(a), model(b));
    add(differences, Section.MEASURES, measures(a.evaluation()), measures(b.evaluation()));
    add(differences, Section.FEATURES, features(a.signature()), features(b.signature()));
    add(differences, Section.DECISION, decision(a), decision(b));
    add(differences, Section.SPEC, spec(a.provenance()), spec(b.provenance()));
    add(differences, Section.PROVENANCE, provenance(a), provenance(b));
    add(differences, Section.FILES, files(left.manifest()), files(right.manifest()));
    return new VersionDiff(differences);
  }

  private static void add(
      List<Difference> differences,
      Section section,
      Map<String, String> left,
      Map<String, String> right) {
    SortedSet<String> names = new TreeSet<>(left.keySet());
    names.addAll(right.keySet());
    for (String name : names) {
      Optional<String> a = Optional.ofNullable(left.get(name));
      Optional<String> b = Optional.ofNullable(right.get(name));
      if (!a.equals(b)) {
        differences.add(new Difference(section, name, a, b));
      }
    }
  }

  private static Map<String, String> model(VersionFacts facts) {
    Map<String, String> values = new TreeMap<>();
    values.put("algorithm", facts.algorithm());
    values.put("description", facts.description());
    values.put("task", facts.signature().task().word());
    values.put("target", facts.signature().target());
    values.put("labels", String.join(", ", facts.signature().labels()));
    values.put("positive", facts.signature().positive());
    return values;
  }

  private static Map<String, String> measures(Evaluation evaluation) {
    Map<String, String> values = new TreeMap<>();
    for (Metric metric : Metric.values()) {
      evaluation.metric(metric).ifPresent(value -> values.put(metric.word(), value.toString()));
    }
    return values;
  }

  private static Map<String, String> features(Signature signature) {
    Map<String, String> values = new TreeMap<>();
    for (Field field : signature.inputs()) {
      StringBuilder text = new StringBuilder(field.type().word());
      text.append(", missing = ").append(field.missing().word());
      if (field.kind() == Field.Kind.CATEGORICAL) {
        text.append(", unseen = ").append(field.unseen().word());
        text.append(", ").append(Text.count(field.levels().size(), "level"));
      } else if (field.kind() == Field.Kind.TEXT) {
        text.append(", ").append(Text.count(field.levels().size(), "term"));
      }
      values.put(field.name(), text.toString());
    }
    return values;
  }

  private static Map<String, String> decision(VersionFacts facts) {
    Map<String, String> values = new TreeMap<>();
    DecisionSpec decision = facts.decision();
    values.put("threshold", Double.toString(decision.threshold()));
    decision
        .thresholds()
        .forEach((label, value) -> values.put("threshold of " + label, value.toString()));
    decision
        .costs()
        .forEach(
            (actual, row) ->
                row.forEach(
                    (decided, cost) ->
                        values.put(
                            "cost of %s for %s".formatted(decided, actual), cost.toString())));
    decision.abstainBelow().ifPresent(below -> values.put("abstain below", Double.toString(below)));
    facts
        .gate()
        .forEach(
            rule ->
                values.put(
                    "gate " + rule.metric().word(),
                    // the specification contains champion and segments key by key
                    (rule.min().isPresent() ? "min " + rule.min().getAsDouble() + " " : "")
                        + (rule.max().isPresent() ? "max " + rule.max().getAsDouble() : "")));
    return values;
  }

  /**
   * The keys of the effective job, one by one; a specification that is not JSON is compared as a
   * whole.
   */
  private static Map<String, String> spec(Provenance provenance) {
    Map<String, String> values = new TreeMap<>();
    try {
      flatten("", Json.read(provenance.spec().getBytes(StandardCharsets.UTF_8)), values);
    } catch (MalformedException e) {
      values.put("spec", provenance.spec());
    }
    return values;
  }

  private static void flatten(String prefix, ObjectNode json, Map<String, String> values) {
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      String name = prefix + entry.getKey();
      if (entry.getValue() instanceof ObjectNode inner) {
        flatten(name + ".", inner, values);
      } else {
        values.put(
            name,
            entry.getValue().isTextual()
                ? entry.getValue().textValue()
                : entry.getValue().toString());
      }
    }
  }

  private static Map<String, String> provenance(VersionFacts facts) {
    Provenance provenance = facts.provenance();
    Map<String, String> values = new TreeMap<>();
    values.put("run date", provenance.runDate().toString());
    values.put("trained by", provenance.trainedBy());
    values.put("rows trained on", Long.toString(provenance.trainRows()));
    values.put("rows judged on", Long.toString(provenance.holdoutRows()));
    values.put("seed", Long.toString(provenance.seed()));
    values.put("git commit", provenance.gitCommit());
    values.put("rows dropped", new TreeMap<>(provenance.droppedRows()).toString());
    provenance.parent().ifPresent(parent -> values.put("parent", parent.toString()));
    for (SourceVersion source : provenance.sources()) {
      values.put("source " + source.name(), source.brief() + " at " + source.location());
    }
    provenance.libraries().forEach((library, version) -> values.put("with " + library, version));
    return values;
  }

  private static Map<String, String> files(Manifest manifest) {
    Map<String, Long> bytes = new TreeMap<>();
    for (ArtifactFile file : manifest.files()) {
      int slash = file.name().indexOf('/');
      // the names of a folder's part files have no meaning for a reader
      String name = slash < 0 ? file.name() : file.name().substring(0, slash + 1);
      bytes.merge(name, file.bytes(), Long::sum);
    }
    bytes.remove(Layout.STAGED);
    Map<String, String> values = new TreeMap<>();
    bytes.forEach((name, size) -> values.put(name, size + " bytes"));
    return values;
  }
}
