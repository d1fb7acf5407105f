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

/** What a task does with the rows of its partition. Serializable. */
final class BlockTask implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The room that is made for a row at first; it grows. */
  private static final int FIRST_BYTES = 256;

  private final BlockScoring scoring;
  private final int[] ordinals;
  private final StructType schema;

  /**
   * @param ordinals the columns of the rows that are read, in the order of the scoring
   * @param schema of the rows
   */
  BlockTask(BlockScoring scoring, int[] ordinals, StructType schema) {
    this.scoring = scoring;
    this.ordinals = ordinals;
    this.schema = schema;
  }

  /**
   * Batches with the columns of forecasts behind their own. Each is good until the next one is
   * asked for, as the readers' own are.
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

  /** Rows with forecasts behind their own columns. Each is good until the next one is asked for. */
  Iterator<InternalRow> rows(Iterator<InternalRow> rows) {
    Rows scored = new Rows(rows);
    return new MappedIterator<>(scored, row -> row, scored.work::end);
  }

  /** Collects rows into blocks, and gives them back one by one. */
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
