package dev.almanac.training;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Progress;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.data.ModelColumns;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TestSpark;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several workers fit the model that one fits, within the bound of the documentation. */
class XgboostWorkersIT {
  /** Of probabilities: the mean difference and the largest. */
  private static final double MEAN_BOUND = 0.0001;

  private static final double LARGEST_BOUND = 0.01;

  @Test
  void twoWorkersAgreeWithOneAndAreTheTasksOfABarrierStage() throws Exception {
    Dataset<Row> rows = ModelFixture.rows(4_000).coalesce(2).cache();
    List<Integer> barriers = new CopyOnWriteArrayList<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onStageSubmitted(SparkListenerStageSubmitted stage) {
            if (stage.stageInfo().rddInfos().exists(rdd -> rdd.isBarrier())) {
              barriers.add(stage.stageInfo().numTasks());
            }
          }
        };
    TestSpark.session().sparkContext().addSparkListener(listener);
    try (TrainedModel one = train(rows, 1);
        TrainedModel two = train(rows, 2)) {
      TestSpark.session().sparkContext().listenerBus().waitUntilEmpty();
      assertThat(barriers).containsExactly(2);
      double[] first = probabilities(one, one);
      double[] second = probabilities(two, one);
      double sum = 0;
      double largest = 0;
      for (int i = 0; i < first.length; i++) {
        double difference = Math.abs(first[i] - second[i]);
        sum += difference;
        largest = Math.max(largest, difference);
      }
      assertThat(first.length).isGreaterThan(300);
      assertThat(sum / first.length).isLessThanOrEqualTo(MEAN_BOUND);
      assertThat(largest).isLessThanOrEqualTo(LARGEST_BOUND);
    } finally {
      TestSpark.session().sparkContext().removeSparkListener(listener);
      rows.unpersist();
    }
  }

  /**
   * Thresholds move where quantiles are sketched: rows differ, what the model is good for does not.
   */
  @Test
  @Tag("slow")
  void twoWorkersForecastAsWellAsOneFromNoisyNumbersOfManyValues() {
    Dataset<Row> rows =
        ModelFixture.rows(60_000)
            .withColumn("x", expr("x + pmod(xxhash64(id, 7), 1000003) / 1000D"))
            .withColumn("late", expr("if(x + pmod(xxhash64(id, 9), 600) > 800, 'yes', 'no')"))
            .coalesce(2)
            .cache();
    try (TrainedModel one = train(rows, 1);
        TrainedModel two = train(rows, 2)) {
      double[] first = probabilities(one, one);
      double[] second = probabilities(two, one);
      List<Row> labels = one.holdout().select("late").collectAsList();
      double difference = 0;
      double firstLoss = 0;
      double secondLoss = 0;
      for (int i = 0; i < first.length; i++) {
        boolean late = labels.get(i).getString(0).equals("yes");
        difference += Math.abs(first[i] - second[i]);
        firstLoss -= Math.log(late ? first[i] : 1 - first[i]);
        secondLoss -= Math.log(late ? second[i] : 1 - second[i]);
      }
      assertThat(first.length).isGreaterThan(5_000);
      assertThat(difference / first.length).isBetween(0.0, 0.01);
      assertThat(secondLoss / firstLoss).isBetween(0.99, 1.01);
    } finally {
      rows.unpersist();
    }
  }

  /** A hash of their content would deal all of them to one worker. */
  @Test
  void rowsThatAreAlikeReachAllWorkers() {
    Dataset<Row> few = ModelFixture.rows(2).coalesce(1);
    Dataset<Row> rows = few.crossJoin(TestSpark.session().range(200).select(expr("id AS copy")));

    Dataset<Row> arranged = Xgboost.arrange(rows.drop("copy").repartition(2), 2);

    assertThat(
            arranged.selectExpr("spark_partition_id() AS p").groupBy("p").count().collectAsList())
        .hasSize(2)
        .allSatisfy(row -> assertThat(row.getLong(1)).isBetween(190L, 210L));
  }

  private static double[] probabilities(TrainedModel model, TrainedModel judged) {
    return model
        .pipeline()
        .transform(judged.holdout())
        .select(ModelColumns.PROBABILITY)
        .collectAsList()
        .stream()
        .mapToDouble(row -> ((Vector) row.get(0)).apply(1))
        .toArray();
  }

  private static TrainedModel train(Dataset<Row> rows, int workers) {
    TrainSpec spec =
        ModelFixture.spec(
            Algorithm.XGBOOST,
            TaskType.BINARY,
            Map.of("num-round", 10, "max-depth", 3, "num-workers", workers));
    return new Trainer().train(rows, spec, Progress.SILENT);
  }
}
