package dev.almanac.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A forest that asks each of many levels by itself, as one-hot columns do. */
class ManyLevelsTest {
  /** Levels times questions are then more than are kept as copies. */
  private static final int LEVELS = 1_200;

  @Test
  void findsTheQuestionOfEachLevel() {
    CompiledModel model = SmallDocuments.compiled(document());
    assertThat(model.modelBytes()).as("grows with the levels alone").isLessThan(1 << 20);
    RowBatch block = model.newBlock();
    for (int from = 0; from < LEVELS + 10; from += RowBatch.ROWS) {
      block.begin(RowBatch.ROWS);
      for (int row = 0; row < RowBatch.ROWS; row++) {
        if (row % 7 != 6) {
          byte[] level = ("level " + (from + row)).getBytes(StandardCharsets.UTF_8);
          block.text(0, row, level, 0, level.length);
        }
      }
      block.score();
      for (int row = 0; row < RowBatch.ROWS; row++) {
        boolean known = row % 7 != 6 && from + row < LEVELS;
        assertThat(block.number(row))
            .as("level %s", from + row)
            .isEqualTo(known ? from + row + 1 : 0);
      }
    }
  }

  /** One tree a level, which answers its number plus one for that level and 0 for all others. */
  private static String document() {
    StringBuilder segments = new StringBuilder();
    for (int level = 0; level < LEVELS; level++) {
      segments.append(
          """
          <Segment><True/><TreeModel functionName="regression" missingValueStrategy="none" noTrueChildStrategy="returnLastPrediction"><MiningSchema><MiningField name="k"/></MiningSchema>
          <Node score="0"><True/><Node score="%s"><SimplePredicate field="k" operator="equal" value="level %s"/></Node></Node></TreeModel></Segment>
          """
              .formatted(level + 1, level));
    }
    return """
    <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
    <DataField name="k" optype="categorical" dataType="string"/><DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
    <MiningModel functionName="regression"><MiningSchema><MiningField name="y" usageType="target"/><MiningField name="k"/></MiningSchema>
    <Segmentation multipleModelMethod="sum">%s</Segmentation></MiningModel></PMML>
    """
        .formatted(segments);
  }
}
