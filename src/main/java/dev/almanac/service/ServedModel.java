package dev.almanac.service;

import dev.almanac.compiled.CompileResult;
import dev.almanac.compiled.CompiledModel;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.spec.EngineChoice;
import dev.almanac.forecast.BlockScorer;
import dev.almanac.forecast.EngineSelector;
import dev.almanac.forecast.RowModel;
import dev.almanac.pmml.PmmlModel;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.registry.VersionArtifacts;
import dev.almanac.registry.VersionFacts;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A version of a model, ready to score records. Safe for use by many threads. */
final class ServedModel {
  private static final String PMML = "model.pmml";

  private final ModelVersion version;
  private final String engine;
  private final RowModel model;
  private final Records records;
  private final RecordCells.Levels levels;
  private final long estimatedBytes;

  /** A scorer is for one thread at a time, and takes memory. */
  private final Queue<BlockScorer> idle = new ConcurrentLinkedQueue<>();

  private ServedModel(
      ModelVersion version, EngineChoice engine, RowModel model, long estimatedBytes) {
    this.estimatedBytes = estimatedBytes;
    this.version = version;
    this.engine = engine.word();
    this.model = model;
    this.records = new Records(model.signature().inputs());
    this.levels = new RecordCells.Levels(model.signature().inputs(), model.compiled());
  }

  /**
   * Reads a version's document, and compiles it if its certificate says that the compiled form
   * answers as the trained model does. Takes time in proportion to the document.
   *
   * @param mostBytes of heap that its document may take, as estimated
   * @throws ApiException 503 if it may take more
   * @throws AlmanacException PARITY_FAILED if no form that is scored here is proven;
   *     NO_SUCH_VERSION if there is none; ARTIFACT_DAMAGED; STORE_UNAVAILABLE
   */
  static ServedModel load(ModelRegistry registry, RegisteredVersion registered, long mostBytes) {
    VersionArtifacts artifacts = registry.open(registered);
    VersionFacts facts = registered.manifest().facts();
    Set<EngineChoice> available = EnumSet.noneOf(EngineChoice.class);
    if (artifacts.has(PMML)) {
      available.addAll(List.of(EngineChoice.COMPILED, EngineChoice.JPMML));
    }
    EngineChoice chosen =
        EngineSelector.select(EngineChoice.AUTO, facts.parity(), available).engine();
    byte[] content = ModelMemory.read(artifacts, PMML, mostBytes);
    PmmlModel document = PmmlModel.load(content);
    if (chosen == EngineChoice.COMPILED) {
      CompileResult compilation = CompiledModel.compile(document, facts.signature());
      if (compilation instanceof CompileResult.Compiled compiled) {
        return new ServedModel(
            registered.version(),
            chosen,
            RowModel.of(document, compiled.model(), facts.signature(), facts.decision()),
            ModelMemory.estimate(content));
      }
      available.remove(EngineChoice.COMPILED);
      chosen = EngineSelector.select(EngineChoice.AUTO, facts.parity(), available).engine();
    }
    return new ServedModel(
        registered.version(),
        chosen,
        RowModel.of(document, facts.signature(), facts.decision()),
        ModelMemory.estimate(content));
  }

  ModelVersion version() {
    return version;
  }

  String engine() {
    return engine;
  }

  /** An estimate of the heap that the model occupies, in bytes, from its document. */
  long estimatedBytes() {
    return estimatedBytes;
  }

  /**
   * What came of some records.
   *
   * @param results one a record: its forecast, or the reason why there is none
   */
  record Scored(List<Map<String, Object>> results, int rejects) {}

  /** Reads the records of a request for this model. */
  Records.Reading records() {
    return records.begin();
  }

  /** Scores records. */
  Scored score(RecordRows rows) {
    RecordCells cells = new RecordCells(model.signature().inputs(), levels, rows);
    PredictionCollector collector = new PredictionCollector(model.signature());
    BlockScorer scorer = idle.poll();
    if (scorer == null) {
      scorer = new BlockScorer(model);
    }
    // One that failed is not used again.
    collector.clear(rows.size());
    scorer.score(cells, rows.size(), collector);
    idle.offer(scorer);
    return new Scored(collector.results(), collector.rejects());
  }

  /** Where its answers come from. */
  Map<String, Object> receipt(Instant now) {
    return new LinkedHashMap<>(Receipts.onDemand(version, engine, now));
  }
}
