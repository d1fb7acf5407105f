package dev.almanac.scoring;

import dev.almanac.data.ScalaSeqs;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import scala.collection.immutable.Seq;

/** Planner strategy that plans {@link BlockScore} as {@link BlockScoreExec}. */
final class BlockScoreStrategy extends SparkStrategy {
  private static final BlockScoreStrategy INSTANCE = new BlockScoreStrategy();

  /** Adds the strategy to a session. Idempotent. */
  static synchronized void register(SparkSession session) {
    Seq<SparkStrategy> known =
        ((org.apache.spark.sql.classic.SparkSession) session).experimental().extraStrategies();
    if (!known.contains(INSTANCE)) {
      ((org.apache.spark.sql.classic.SparkSession) session)
          .experimental()
          .extraStrategies_$eq(ScalaSeqs.joined(known, List.of(INSTANCE)));
    }
  }

  @Override
  public Seq<SparkPlan> apply(LogicalPlan plan) {
    List<SparkPlan> planned =
        plan instanceof BlockScore score
            ? List.of(
                new BlockScoreExec(
                    score.parts().scoring(),
                    score.parts().inputs(),
                    score.parts().added(),
                    planLater(score.parts().child())))
            : List.of();
    return ScalaSeqs.of(planned);
  }
}
