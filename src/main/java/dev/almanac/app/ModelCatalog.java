package dev.almanac.app;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.job.VersionFunctions;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.scoring.ModelFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * Spark SQL function catalog over a model registry. With the settings
 *
 * <pre>
 * spark.sql.catalog.models           dev.almanac.app.ModelCatalog
 * spark.sql.catalog.models.registry  hdfs:///almanac/registry
 * </pre>
 *
 * <p>{@code models.flight_delay(named_struct(...))} returns the forecast of the champion of {@code
 * flight-delay}, {@code models.flight_delay_v3(...)} that of version 3 and {@code
 * models.flight_delay_as_challenger(...)} that of another alias; with the suffix {@code _row} the
 * function returns a STRUCT of all scoring results of a row. The name is resolved to a version when
 * the query is analyzed. Only versions with a parity certificate for the compiled form are
 * functions.
 *
 * <p>Spark creates the catalog and calls {@link #initialize} before any other method; after that it
 * is immutable.
 */
public final class ModelCatalog implements FunctionCatalog {
  private static final String REGISTRY = "registry";
  private static final String ROW = "_row";
  private static final String AS = "_as_";
  private static final Pattern VERSION = Pattern.compile("_v([0-9]{1,9})");

  private String name = "";
  private @Nullable ModelRegistry registry;

  /** Creates the catalog; Spark instantiates it by class name. */
  public ModelCatalog() {}

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the options do not contain the registry's root
   */
  @Override
  public void initialize(String catalog, CaseInsensitiveStringMap options) {
    name = catalog;
    String root = options.get(REGISTRY);
    if (root == null) {
      throw new IllegalArgumentException(
          "the catalog '%1$s' has no registry; set spark.sql.catalog.%1$s.%2$s to the registry's root"
              .formatted(catalog, REGISTRY));
    }
    ProcessEnvironment surroundings = ProcessEnvironment.ofProcess();
    registry =
        new ModelRegistry(
            FileStores.open(
                root,
                WriterPolicy.MANY,
                () -> SparkSession.active().sparkContext().hadoopConfiguration()),
            surroundings.clock(),
            surroundings::user);
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Lists the functions of the champions; functions of versions and aliases exist but are not
   * listed.
   */
  @Override
  public Identifier[] listFunctions(String[] namespace) {
    return registry().models().stream()
        .map(summary -> Identifier.of(new String[0], function(summary.name())))
        .toArray(Identifier[]::new);
  }

  /**
   * {@inheritDoc}
   *
   * @throws NoSuchFunctionException if no model or version matches the name
   * @throws AlmanacException for errors of the registry, NO_SUCH_MODEL if the name is ambiguous,
   *     and PARITY_FAILED if the version has no parity certificate for its compiled form
   */
  @Override
  public UnboundFunction loadFunction(Identifier function) throws NoSuchFunctionException {
    Called called = called(function).orElseThrow(() -> new NoSuchFunctionException(function));
    return new VersionFunctions(registry()).of(called.ref(), called.result());
  }

  /**
   * Checks existence by name; Spark calls it before it loads a function, so it reads no model
   * document.
   */
  @Override
  public boolean functionExists(Identifier function) {
    return called(function).isPresent();
  }

  /** The model reference and the result type of a function name. */
  private record Called(ModelRef ref, ModelFunction.Result result) {}

  /**
   * Resolves a function name. Reads only the ledgers of models whose name is a prefix of it.
   *
   * @throws AlmanacException NO_SUCH_MODEL if the name is ambiguous
   */
  private Optional<Called> called(Identifier function) {
    if (function.namespace().length > 0) {
      return Optional.empty();
    }
    String required = function.name().toLowerCase(Locale.ROOT);
    List<Called> meanings = new ArrayList<>();
    for (ModelRef ref : references(required)) {
      meanings.add(new Called(ref, ModelFunction.Result.VALUE));
    }
    if (required.endsWith(ROW)) {
      for (ModelRef ref : references(required.substring(0, required.length() - ROW.length()))) {
        meanings.add(new Called(ref, ModelFunction.Result.STRUCT));
      }
    }
    if (meanings.size() > 1) {
      throw ambiguous(required, meanings);
    }
    return meanings.stream().findFirst();
  }

  private List<ModelRef> references(String required) {
    List<ModelRef> references = new ArrayList<>();
    for (ModelName model : registry().names()) {
      String function = function(model);
      if (required.equals(function) && registry().exists(model)) {
        references.add(new ModelRef.ByAlias(model, Alias.CHAMPION, Optional.empty()));
      } else if (required.startsWith(function + "_") && registry().exists(model)) {
        references.addAll(references(model, required.substring(function.length())));
      }
    }
    return references;
  }

  /** Resolves the suffix of a function name after the model's name. */
  private List<ModelRef> references(ModelName model, String part) {
    Matcher version = VERSION.matcher(part);
    if (version.matches()) {
      int number = Integer.parseInt(version.group(1));
      return number == 0
          ? List.of()
          : List.of(new ModelRef.ByNumber(new ModelVersion(model, number)));
    }
    return registry().aliases(model).keySet().stream()
        .filter(alias -> part.equals(AS + spelled(alias.value())))
        .<ModelRef>map(alias -> new ModelRef.ByAlias(model, alias, Optional.empty()))
        .toList();
  }

  private static AlmanacException ambiguous(String required, List<Called> meanings) {
    return new AlmanacException(
        ErrorCode.NO_SUCH_MODEL,
        "'%1$s' may be any of %2$s: in SQL they are all called so, with _ for . and -.\nCall a model's champion '..._as_champion', a version by an alias of its own, or score with 'almanac score'."
            .formatted(
                required,
                meanings.stream()
                    .map(
                        called ->
                            called.result() == ModelFunction.Result.STRUCT
                                ? called.ref() + " (as a row)"
                                : called.ref().toString())
                    .toList()));
  }

  /** The model's name as an unquoted SQL identifier. */
  private static String function(ModelName model) {
    return spelled(model.value());
  }

  private static String spelled(String name) {
    return name.replace('.', '_').replace('-', '_').toLowerCase(Locale.ROOT);
  }

  private ModelRegistry registry() {
    ModelRegistry known = registry;
    if (known == null) {
      throw new IllegalStateException("the catalog is not initialized");
    }
    return known;
  }
}
