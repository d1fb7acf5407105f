package dev.almanac.bench;

import dev.almanac.compiled.CompileResult;
import dev.almanac.compiled.CompiledModel;
import dev.almanac.pmml.PmmlModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.util.SizeEstimator;

/**
 * Measures what it takes to compile a large document, in a JVM that has just compiled a small one.
 */
final class CompileBench {
  private CompileBench() {}

  /**
   * A table as Markdown.
   *
   * @param megabytes how large the documents are
   */
  static List<String> table(int megabytes) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| document | MB | trees | read by JPMML, s | compiled, s | again, s | arrays, MB | block,"
            + " MB |");
    lines.add("|---|---|---|---|---|---|---|---|");
    // What the JVM has to load and to start with belongs to neither.
    compile(WalkModels.large(WalkTrees.Split.NUMBER, 0, 1), "");
    lines.add(
        compile(
            WalkModels.large(WalkTrees.Split.NUMBER, 0, megabytes), "numbers, a limit a split"));
    lines.add(
        compile(
            WalkModels.large(WalkTrees.Split.LEVEL, 5_000, megabytes),
            "one-hot columns of 5,000 levels"));
    lines.add(
        compile(
            WalkModels.large(WalkTrees.Split.SET, 200, megabytes), "sets of half of 200 levels"));
    return lines;
  }

  private static String compile(WalkModels made, String name) {
    long begin = System.nanoTime();
    PmmlModel pmml = PmmlModel.load(made.pmml());
    long read = System.nanoTime();
    CompileResult compilation = CompiledModel.compile(pmml, made.signature());
    long first = System.nanoTime();
    CompiledModel.compile(pmml, made.signature());
    long second = System.nanoTime();
    if (!(compilation instanceof CompileResult.Compiled compiled)) {
      throw new IllegalStateException(compilation.toString());
    }
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %d | %.2f | %.2f | %.2f | %.1f | %.1f |",
        name,
        made.pmml().length / 1e6,
        made.visits(),
        (read - begin) / 1e9,
        (first - read) / 1e9,
        (second - first) / 1e9,
        compiled.model().modelBytes() / 1e6,
        SizeEstimator.estimate(compiled.model().newBlocks()) / 1e6);
  }
}
