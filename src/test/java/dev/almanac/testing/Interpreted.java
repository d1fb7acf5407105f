package dev.almanac.testing;

import java.util.Map;
import org.apache.spark.sql.RuntimeConfig;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets Spark interpret the queries of a test class and plan each of them once: for classes of
 * hundreds of queries over a few rows, where to compile a query takes longer than to run it. Not
 * for those that measure what compiled queries compute; {@code MainJobIT} and its siblings have
 * sessions as a user has them, from the source to the forecast table.
 */
public final class Interpreted implements BeforeAllCallback, AfterAllCallback {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.sql.codegen.wholeStage", "false",
          "spark.sql.codegen.factoryMode", "NO_CODEGEN",
          "spark.sql.adaptive.enabled", "false");

  @Override
  public void beforeAll(ExtensionContext context) {
    RuntimeConfig session = TestSpark.session().conf();
    SETTINGS.forEach(session::set);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    RuntimeConfig session = TestSpark.session().conf();
    SETTINGS.keySet().forEach(session::unset);
  }
}
