package dev.almanac.bench;

import dev.almanac.compiled.CompileResult;
import dev.almanac.compiled.CompiledModel;
import dev.almanac.compiled.RowBatch;
import dev.almanac.compiled.RowBatches;
import dev.almanac.core.Field;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.Signature;
import dev.almanac.pmml.PmmlModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The other way to hand blocks of rows to a compiled model: {@code mapPartitions} on {@code
 * Dataset<Row>}, without any check of rows. For comparison with the operator.
 */
final class PartitionHook {
  /** Tasks of local mode find the model here. */
  private static final Map<String, CompiledModel> MODELS = new ConcurrentHashMap<>();

  private PartitionHook() {}

  /** Key and probability of the positive label. */
  static Dataset<Row> keyAndForecast(Dataset<Row> rows, byte[] pmml, Signature signature) {
    String name = signature.target() + pmml.length;
    MODELS.computeIfAbsent(name, any -> compiled(pmml, signature));
    List<String> inputs = signature.inputs().stream().map(Field::name).toList();
    StructType result =
        new StructType()
            .add(BenchData.KEY, DataTypes.LongType)
            .add(ForecastColumns.PROBABILITY, DataTypes.DoubleType);
    int positive = signature.positiveIndex();
    MapPartitionsFunction<Row, Row> score =
        partition -> new Scored(partition, MODELS.get(name), inputs, positive);
    return rows.select(
            Stream.concat(Stream.of(BenchData.KEY), inputs.stream())
                .map(functions::col)
                .toArray(org.apache.spark.sql.Column[]::new))
        .mapPartitions(score, Encoders.row(result));
  }

  private static CompiledModel compiled(byte[] pmml, Signature signature) {
    if (CompiledModel.compile(PmmlModel.load(pmml), signature)
        instanceof CompileResult.Compiled compiled) {
      return compiled.model();
    }
    throw new IllegalStateException("not compiled");
  }

  private static final class Scored implements Iterator<Row> {
    private final Iterator<Row> from;
    private final RowBatches blocks;
    private final CompiledModel model;
    private final int[] inputs;
    private final int positive;
    private final long[] keys;
    private final Queue<Row> result = new ArrayDeque<>();

    Scored(Iterator<Row> from, CompiledModel model, List<String> names, int positive) {
      this.from = from;
      this.model = model;
      this.blocks = model.newBlocks();
      this.keys = new long[blocks.size() * RowBatch.ROWS];
      this.inputs = names.stream().mapToInt(model.inputs()::indexOf).toArray();
      this.positive = positive;
    }

    @Override
    public boolean hasNext() {
      return !result.isEmpty() || from.hasNext();
    }

    @Override
    public Row next() {
      if (result.isEmpty()) {
        fill();
      }
      return result.remove();
    }

    private void fill() {
      int count = 0;
      int begun = 0;
      while (count < keys.length && from.hasNext()) {
        if (count % RowBatch.ROWS == 0) {
          blocks.get(begun++).begin(RowBatch.ROWS);
        }
        Row row = from.next();
        set(blocks.get(count / RowBatch.ROWS), count % RowBatch.ROWS, row);
        keys[count++] = row.getLong(0);
      }
      blocks.score(begun);
      for (int i = 0; i < count; i++) {
        double probability = blocks.get(i / RowBatch.ROWS).probability(i % RowBatch.ROWS, positive);
        result.add(RowFactory.create(keys[i], probability));
      }
    }

    private void set(RowBatch block, int at, Row row) {
      for (int i = 0; i < inputs.length; i++) {
        if (inputs[i] < 0) {
          continue;
        }
        if (model.isText(inputs[i])) {
          byte[] utf8 = row.getString(i + 1).getBytes(StandardCharsets.UTF_8);
          block.text(inputs[i], at, utf8, 0, utf8.length);
        } else {
          block.number(inputs[i], at, ((Number) row.get(i + 1)).doubleValue());
        }
      }
    }
  }
}
