package dev.almanac;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The house plan: who may import whom, and which library lives where. The tables below are the ones
 * of the architecture page; a change here is a change of plan and needs a decision record.
 */
@AnalyzeClasses(packages = "dev.almanac", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.almanac.";

  /** Package to the packages it may import, besides its own. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("core", Set.of()),
          Map.entry("config", Set.of("core")),
          Map.entry("files", Set.of("core")),
          Map.entry("data", Set.of("core")),
          Map.entry("pmml", Set.of("core")),
          Map.entry("training", Set.of("core", "data")),
          Map.entry("evaluation", Set.of("core", "data")),
          Map.entry("registry", Set.of("core", "files")),
          Map.entry("compiled", Set.of("core", "pmml")),
          Map.entry("forecast", Set.of("core", "pmml", "compiled")),
          Map.entry("scoring", Set.of("core", "data", "pmml", "compiled", "forecast")),
          Map.entry("shuffle", Set.of("core", "data")),
          Map.entry("monitoring", Set.of("core", "data", "shuffle")),
          Map.entry("report", Set.of("core")),
          Map.entry("warehouse", Set.of("core", "data", "shuffle")),
          Map.entry("database", Set.of("core")),
          Map.entry("lookup", Set.of("core")),
          Map.entry(
              "service",
              Set.of("core", "files", "registry", "lookup", "pmml", "compiled", "forecast")),
          Map.entry(
              "job",
              Set.of(
                  "core",
                  "data",
                  "pmml",
                  "compiled",
                  "forecast",
                  "training",
                  "evaluation",
                  "registry",
                  "scoring",
                  "monitoring",
                  "report",
                  "shuffle",
                  "warehouse",
                  "database",
                  "files",
                  "lookup")),
          Map.entry(
              "app",
              Set.of(
                  "core",
                  "config",
                  "files",
                  "data",
                  "pmml",
                  "compiled",
                  "forecast",
                  "training",
                  "evaluation",
                  "registry",
                  "scoring",
                  "monitoring",
                  "report",
                  "warehouse",
                  "database",
                  "lookup",
                  "service",
                  "job")));

  /** Library packages to the packages of ours that may touch them. */
  private static final Map<List<String>, Set<String>> CONFINED =
      Map.ofEntries(
          Map.entry(List.of("com.typesafe.config"), Set.of("config")),
          Map.entry(List.of("org.apache.hadoop.fs", "io.delta.storage"), Set.of("files")),
          Map.entry(List.of("org.jpmml"), Set.of("pmml")),
          Map.entry(List.of("org.dmg.pmml"), Set.of("pmml", "compiled")),
          Map.entry(List.of("ml.dmlc.xgboost4j"), Set.of("training")),
          Map.entry(List.of("org.apache.spark.ml.evaluation"), Set.of("evaluation")),
          Map.entry(
              List.of(
                  "org.apache.spark.ml.classification",
                  "org.apache.spark.ml.regression",
                  "org.apache.spark.ml.clustering",
                  "org.apache.spark.ml.tuning"),
              Set.of("training")),
          Map.entry(
              List.of("io.delta.tables", "io.delta.exceptions", "org.apache.spark.sql.delta"),
              Set.of("warehouse")),
          Map.entry(List.of("org.postgresql"), Set.of("database")),
          Map.entry(List.of("io.delta.kernel", "org.rocksdb"), Set.of("lookup")),
          Map.entry(List.of("org.eclipse.jetty", "io.prometheus"), Set.of("service")),
          Map.entry(List.of("picocli"), Set.of("app")),
          Map.entry(
              List.of("com.fasterxml.jackson"),
              Set.of(
                  "config",
                  "pmml",
                  "registry",
                  "monitoring",
                  "warehouse",
                  "lookup",
                  "service",
                  "app")));

  /** Packages of which a command that needs no Spark is made: no class of Spark is named there. */
  private static final Set<String> WITHOUT_SPARK =
      Set.of(
          "core",
          "config",
          "files",
          "registry",
          "report",
          "lookup",
          "database",
          "compiled",
          "forecast",
          "service");

  @ArchTest
  static void everyPackageIsInThePlan(JavaClasses classes) {
    assertThat(classes.stream().map(ArchitectureTest::house).distinct())
        .as("packages of dev.almanac; add a new one to the plan on purpose")
        .isSubsetOf(MAY_IMPORT.keySet());
  }

  @ArchTest
  static void importsFollowThePlan(JavaClasses classes) {
    MAY_IMPORT.forEach(
        (house, allowed) -> {
          String[] forbidden =
              MAY_IMPORT.keySet().stream()
                  .filter(other -> !other.equals(house) && !allowed.contains(other))
                  .map(other -> ROOT + other + "..")
                  .toArray(String[]::new);
          if (forbidden.length > 0) {
            noClasses()
                .that()
                .resideInAPackage(ROOT + house + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .as(house + " imports only " + allowed)
                .allowEmptyShould(true)
                .check(classes);
          }
        });
  }

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching("dev.almanac.(**)").should().beFreeOfCycles();

  @ArchTest
  static void librariesStayInTheirPackage(JavaClasses classes) {
    CONFINED.forEach(
        (libraries, houses) ->
            noClasses()
                .that(live(houses).negate())
                .should()
                .dependOnClassesThat(below(libraries))
                .as(libraries + " is touched only by " + houses)
                .check(classes));
  }

  @ArchTest
  static void lightPackagesDoNotKnowSpark(JavaClasses classes) {
    noClasses()
        .that(live(WITHOUT_SPARK))
        .should()
        .dependOnClassesThat(below(List.of("org.apache.spark", "scala")))
        .as(WITHOUT_SPARK + " run without Spark")
        .check(classes);
  }

  @ArchTest
  static final ArchRule CORE_IS_JDK_ONLY =
      classes()
          .that()
          .resideInAPackage("dev.almanac.core..")
          .should()
          .onlyDependOnClassesThat(
              below(List.of("java", "dev.almanac.core", "org.jspecify.annotations")));

  @ArchTest
  static final ArchRule NO_CLOCK_OR_CHANCE_BELOW_APP =
      noClasses()
          .that(live(Set.of("app")).negate())
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.LocalDate.class, "now")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callConstructor(java.util.Random.class)
          .as("clock, seed and run id are handed in");

  @ArchTest
  static final ArchRule NO_JAVA_DESERIALISATION =
      noClasses().should().dependOnClassesThat().areAssignableTo(java.io.ObjectInputStream.class);

  /** One way in for PMML, past the screen: other ways of the libraries let a DOCTYPE through. */
  @ArchTest
  static final ArchRule PMML_IS_LOADED_IN_ONE_PLACE =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.almanac.pmml.PmmlModel")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.jpmml.evaluator.LoadingModelEvaluatorBuilder");

  /** PmmlJson reads what the screen let pass; the other reads JSON, by a method of that name. */
  @ArchTest
  static final ArchRule NO_OTHER_WAY_TO_LOAD_PMML =
      noClasses()
          .that(areNot("dev.almanac.pmml.PmmlJson", "dev.almanac.pmml.InlineRows$Reader"))
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "reads objects out of XML or a stream",
                  call ->
                      call.getName().startsWith("unmarshal")
                          || call.getName().startsWith("deserialize")));

  /** The reader of inline rows makes an empty document for its elements, and parses nothing. */
  @ArchTest
  static final ArchRule XML_IS_PARSED_IN_ONE_PLACE =
      noClasses()
          .that(areNot("dev.almanac.pmml.PmmlScreen", "dev.almanac.pmml.InlineRows$Reader"))
          .should()
          .dependOnClassesThat(below(List.of("javax.xml.stream", "javax.xml.transform")))
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("javax\\.xml\\.parsers\\..*Factory");

  /**
   * Spark's rows have dates and times of that package, so it is not confined as a whole; and what a
   * driver throws when Spark reads a table is looked at where errors are classified.
   */
  @ArchTest
  static final ArchRule DATABASES_ARE_SPOKEN_TO_IN_ONE_PLACE =
      noClasses()
          .that(live(Set.of("database")).negate())
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.sql\\.(Connection|Driver.*|.*Statement|ResultSet.*|SQL(?!.*Exception$).*)|javax\\.sql\\..*");

  /** They are readable for others unless one takes care; what we write beside a file is ours. */
  @ArchTest
  static final ArchRule NO_TEMPORARY_FOLDERS =
      noClasses()
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "makes a temporary file or folder",
                  call -> call.getName().startsWith("createTemp")));

  @ArchTest
  static final ArchRule PIPELINES_ARE_LOADED_IN_ONE_PLACE =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.almanac.job.EngineLoader")
          .should()
          .callMethod(org.apache.spark.ml.PipelineModel.class, "load", String.class)
          .orShould()
          .callMethod(
              dev.almanac.training.PipelineLoader.class,
              "load",
              org.apache.spark.sql.SparkSession.class,
              String.class);

  @ArchTest
  static final ArchRule NO_EXIT_BELOW_MAIN =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.almanac.app.Main")
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule ONE_LOGGING_API =
      noClasses()
          .should()
          .dependOnClassesThat(
              below(List.of("java.util.logging", "org.apache.log4j", "org.apache.logging.log4j")));

  @ArchTest
  static final ArchRule EVERY_PACKAGE_SAYS_WHAT_IT_IS_FOR =
      classes().that(alwaysTrue()).should(liveNextToAPackageInfo());

  private static String house(JavaClass type) {
    String rest =
        (type.getPackageName() + ".").startsWith(ROOT)
            ? type.getPackageName()
                .substring(Math.min(ROOT.length(), type.getPackageName().length()))
            : type.getPackageName();
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  private static DescribedPredicate<JavaClass> areNot(String... names) {
    return DescribedPredicate.describe(
        "are not " + List.of(names), type -> !List.of(names).contains(type.getName()));
  }

  private static DescribedPredicate<JavaClass> live(Set<String> houses) {
    return DescribedPredicate.describe("live in " + houses, type -> houses.contains(house(type)));
  }

  private static DescribedPredicate<JavaClass> below(List<String> packages) {
    return DescribedPredicate.describe(
        "are below " + packages,
        type ->
            packages.stream()
                    .anyMatch(
                        name ->
                            (type.getBaseComponentType().getPackageName() + ".")
                                .startsWith(name + "."))
                || (type.getBaseComponentType().isPrimitive() && packages.contains("java")));
  }

  private static ArchCondition<JavaClass> liveNextToAPackageInfo() {
    return new ArchCondition<>("live beside a package-info that marks it null-safe") {
      private final List<String> lines = new ArrayList<>();

      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked =
            Stream.of("org.jspecify.annotations.NullMarked")
                .anyMatch(name -> type.getPackage().isAnnotatedWith(name));
        if (!marked && !lines.contains(type.getPackageName())) {
          lines.add(type.getPackageName());
          events.add(
              SimpleConditionEvent.violated(type, type.getPackageName() + " has no package-info"));
        }
      }
    };
  }
}
