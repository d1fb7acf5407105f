package dev.almanac.warehouse;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.data.ExactNames;
import io.delta.tables.DeltaTable;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Registration of a forecast table under a name of the session's catalog. */
final class CatalogEntry {
  private static final Pattern LOCAL = Pattern.compile("^file:/+");
  private static final String DETAILS = "# Detailed Table Information";

  private final SparkSession spark;
  private final DeltaStore store;
  private final String name;
  private final String path;

  /**
   * @param name schema and table
   * @param path location of the forecast table, which may not exist yet
   */
  CatalogEntry(SparkSession spark, String name, String path) {
    this.spark = spark;
    this.store = new DeltaStore(spark);
    this.name = name;
    this.path = path;
  }

  /**
   * Refuses a name that refers to something else, or whose schema does not exist.
   *
   * @return whether the name refers to the table already
   */
  boolean check() {
    String schema = name.substring(0, name.indexOf('.'));
    if (!spark.catalog().databaseExists(schema)) {
      throw mismatch(
          "the catalog has no schema '%s'".formatted(schema),
          "Make it (CREATE SCHEMA %s), or correct forecasts.catalog-table.".formatted(schema));
    }
    if (!spark.catalog().tableExists(name)) {
      return false;
    }
    Optional<String> location = location();
    if (location.isEmpty() || !isOurs(location.get())) {
      throw mismatch(
          "the name is taken: it means %s"
              .formatted(location.map(place -> "the table at " + place).orElse("a view")),
          "Drop it, or write another name in forecasts.catalog-table.");
    }
    return true;
  }

  /** Registers the table under the name. Returns false if it was registered already. */
  boolean register() {
    if (check()) {
      return false;
    }
    DeltaTable.createIfNotExists(spark).tableName(name).location(path).execute();
    // Another process may have registered it first.
    check();
    return true;
  }

  /** The location of the table that the name refers to now; empty for a view. */
  private Optional<String> location() {
    String quoted =
        ExactNames.quoted(name.substring(0, name.indexOf('.')))
            + "."
            + ExactNames.quoted(name.substring(name.indexOf('.') + 1));
    boolean details = false;
    for (Row row : spark.sql("DESCRIBE TABLE EXTENDED " + quoted).collectAsList()) {
      // A column may also be called Location, and precedes the details.
      details |= DETAILS.equals(row.getString(0));
      if (details && "Location".equals(row.getString(0))) {
        return Optional.of(row.getString(1));
      }
    }
    return Optional.empty();
  }

  /**
   * Whether the location is this table's, possibly spelled differently: a Delta table has an id.
   */
  private boolean isOurs(String location) {
    return plain(location).equals(plain(path))
        || (store.exists(path)
            && store.exists(location)
            && store.state(path).tableId().equals(store.state(location).tableId()));
  }

  private static String plain(String location) {
    String local = LOCAL.matcher(location).replaceFirst("/");
    return local.endsWith("/") ? local.substring(0, local.length() - 1) : local;
  }

  private AlmanacException mismatch(String what, String advice) {
    return new AlmanacException(
        ErrorCode.SCHEMA_MISMATCH,
        "%s cannot be the name of %s in the catalog: %s.\n%s".formatted(name, path, what, advice));
  }
}
