package dev.almanac.scoring;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * Applies several scorings to the same rows and concatenates their columns.
 *
 * @param parts at least one
 */
record BlockSeveral(List<Part> parts) implements BlockScoring {
  private static final long serialVersionUID = 1L;

  /**
   * One of the scorings.
   *
   * @param inputs the indexes of its inputs among all inputs
   */
  record Part(BlockScoring scoring, List<Integer> inputs) implements Serializable {}

  BlockSeveral {
    parts = List.copyOf(parts);
  }

  @Override
  public StructType added() {
    StructType added = new StructType();
    for (Part part : parts) {
      for (StructField field : part.scoring().added().fields()) {
        added = added.add(field);
      }
    }
    return added;
  }

  @Override
  public int rowsAtOnce() {
    return parts.stream().mapToInt(part -> part.scoring().rowsAtOnce()).max().orElseThrow();
  }

  @Override
  public Work work(CellSource source) {
    List<Work> works = parts.stream().map(part -> work(part, source)).toList();
    List<ColumnVector> columns = new ArrayList<>();
    works.forEach(work -> columns.addAll(work.columns()));
    return new Work() {
      @Override
      public List<ColumnVector> columns() {
        return columns;
      }

      @Override
      public void score(int rows) {
        works.forEach(work -> work.score(rows));
      }
    };
  }

  private static Work work(Part part, CellSource source) {
    List<Integer> places = part.inputs();
    return part.scoring()
        .work(
            (inputs, codes) -> {
              int[] own = new int[inputs.length];
              for (int i = 0; i < own.length; i++) {
                own[i] = places.get(inputs[i]);
              }
              return source.cells(own, codes);
            });
  }
}
