package dev.almanac.scoring;

import dev.almanac.data.MappedIterator;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.codegen.GenerateUnsafeRowJoiner;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowJoiner;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Scores the rows of one partition. Serializable. */
final class BlockTask implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Initial size of a row's buffer, in bytes. */
  private static final int FIRST_BYTES = 256;

  private final BlockScoring scoring;
  private final int[] ordinals;
  private final StructType schema;

  /**
   * Scores partitions of one schema.
   *
   * @param ordinals the columns that the scoring reads, in its order
   * @param schema the schema of the rows
   */
  BlockTask(BlockScoring scoring, int[] ordinals, StructType schema) {
    this.scoring = scoring;
    this.ordinals = ordinals;
    this.schema = schema;
  }

  /**
   * Appends forecast columns to batches. Each batch is valid until the next one is requested, as in
   * Spark's readers.
   */
  Iterator<ColumnarBatch> batches(Iterator<ColumnarBatch> batches) {
    BatchSource source = new BatchSource(ordinals, schema);
    BlockScoring.Work work = scoring.work(source);
    return new MappedIterator<>(
        batches,
        batch -> {
          source.of(batch);
          work.score(batch.numRows());
          Stream<ColumnVector> own = IntStream.range(0, batch.numCols()).mapToObj(batch::column);
          return new ColumnarBatch(
              Stream.concat(own, work.columns().stream()).toArray(ColumnVector[]::new),
              batch.numRows());
        },
        work::end);
  }

  /** Appends forecasts to rows. Each row is valid until the next one is requested. */
  Iterator<InternalRow> rows(Iterator<InternalRow> rows) {
    Rows scored = new Rows(rows);
    return new MappedIterator<>(scored, row -> row, scored.work::end);
  }

  /** Collects rows into blocks and returns them one by one. */
  private final class Rows implements Iterator<InternalRow> {
    private final Iterator<InternalRow> from;
    private final UnsafeRow[] kept = new UnsafeRow[scoring.rowsAtOnce()];
    private final UnsafeProjection plain = UnsafeProjection.create(schema);
    private final BlockScoring.Work work = scoring.work(new RowSource(ordinals, schema, kept));
    private final ColumnarBatch answers =
        new ColumnarBatch(work.columns().toArray(ColumnVector[]::new), kept.length);
    private final UnsafeProjection answer;
    private final UnsafeRowJoiner joiner;
    private int count;
    private int next;

    Rows(Iterator<InternalRow> from) {
      this.from = from;
      StructType added = scoring.added();
      answer = UnsafeProjection.create(added);
      joiner = GenerateUnsafeRowJoiner.create(schema, added);
      Arrays.setAll(kept, i -> UnsafeRow.createFromByteArray(FIRST_BYTES, schema.length()));
    }

    @Override
    public boolean hasNext() {
      return next < count || from.hasNext();
    }

    @Override
    public InternalRow next() {
      if (next == count) {
        fill();
      }
      UnsafeRow row = joiner.join(kept[next], answer.apply(answers.getRow(next)));
      next++;
      return row;
    }

    private void fill() {
      next = 0;
      count = 0;
      while (count < kept.length && from.hasNext()) {
        InternalRow row = from.next();
        kept[count++].copyFrom(row instanceof UnsafeRow same ? same : plain.apply(row));
      }
      if (count == 0) {
        throw new NoSuchElementException();
      }
      work.score(count);
    }
  }
}
