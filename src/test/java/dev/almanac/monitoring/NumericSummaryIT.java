package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.testing.TestSpark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class NumericSummaryIT {
  private static final int PARTITIONS = 5;
  private static final int ROWS = 100_000;
  private static final List<String> COLUMNS = List.of("x.y", "few", "none");

  /** Counted down by each partition that is done; the first one waits for the others. */
  private static volatile CountDownLatch others = new CountDownLatch(0);

  @Test
  void aPartitionThatIsLateChangesNothing() {
    others = new CountDownLatch(0);
    Map<String, NumericSummary> first = NumericSummary.of(rows(), COLUMNS);
    others = new CountDownLatch(PARTITIONS - 1);
    Map<String, NumericSummary> late = NumericSummary.of(rows(), COLUMNS);

    assertThat(late).isEqualTo(first).containsOnlyKeys("x.y", "few");
    assertThat(first).isEqualTo(plain());
  }

  @Test
  void eachPartitionOfTheRowsHasATask() throws Exception {
    others = new CountDownLatch(0);
    SparkContext spark = TestSpark.session().sparkContext();
    List<StageInfo> stages = Collections.synchronizedList(new ArrayList<>());
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onStageCompleted(SparkListenerStageCompleted stage) {
            stages.add(stage.stageInfo());
          }
        };
    spark.addSparkListener(listener);
    try {
      NumericSummary.of(rows(), COLUMNS);
      spark.listenerBus().waitUntilEmpty();
    } finally {
      spark.removeSparkListener(listener);
    }

    assertThat(stages)
        .filteredOn(stage -> stage.details().contains(NumericSummaryIT.class.getSimpleName()))
        .extracting(StageInfo::numTasks)
        .containsExactly(PARTITIONS, COLUMNS.size());
  }

  /** The same numbers, partition by partition, without Spark. */
  private static Map<String, NumericSummary> plain() {
    List<NumericSummary.Part> even = new ArrayList<>();
    List<NumericSummary.Part> few = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      NumberSummary all = new NumberSummary();
      NumberSummary some = new NumberSummary();
      for (int i = from(partition); i < from(partition + 1); i++) {
        all.add(value(i));
        if (i < 3) {
          some.add(i);
        }
      }
      even.add(new NumericSummary.Part(partition, all.compress()));
      few.add(new NumericSummary.Part(partition, some.compress()));
    }
    return Map.of("x.y", NumericSummary.of(even), "few", NumericSummary.of(few.subList(0, 1)));
  }

  private static Dataset<Row> rows() {
    List<Integer> partitions = new ArrayList<>();
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(i);
    }
    StructType schema = new StructType();
    for (String name : COLUMNS) {
      schema = schema.add(name, DataTypes.DoubleType);
    }
    return TestSpark.session()
        .createDataFrame(
            new JavaSparkContext(TestSpark.session().sparkContext())
                .parallelize(partitions, PARTITIONS)
                .flatMap(NumericSummaryIT::partition),
            schema);
  }

  private static Iterator<Row> partition(int partition) throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (int i = from(partition); i < from(partition + 1); i++) {
      rows.add(RowFactory.create(value(i), i < 3 ? (double) i : null, null));
    }
    if (partition == 0) {
      others.await();
    } else {
      others.countDown();
    }
    return rows.iterator();
  }

  private static int from(int partition) {
    return partition * (ROWS / PARTITIONS);
  }

  private static double value(int i) {
    return Math.exp((i * 7_919L % ROWS) * 20.0 / ROWS) - 1_000;
  }
}
