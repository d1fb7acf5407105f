package dev.almanac.lookup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.Text;
import io.delta.kernel.Table;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.KernelEngineException;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A forecast table, read with Delta Kernel. Thread-safe. */
final class ForecastTable {
  private static final Pattern COMMIT = Pattern.compile("[0-9]{20}\\.json");
  private static final String SCHEMA_PROPERTY = "almanac.schema";
  private static final String KEYS_PROPERTY = "almanac.keys";

  private final String path;
  private final Engine engine;
  private final Table table;

  /**
   * A table that is not read yet.
   *
   * @param path absolute, or a URI
   * @param storeSettings settings of the file system, with Hadoop's names
   */
  ForecastTable(String path, Map<String, String> storeSettings) {
    this.path = path;
    this.engine = DeltaEngines.of(storeSettings);
    this.table = Table.forPath(engine, path);
  }

  /**
   * The newest version.
   *
   * @throws AlmanacException NO_SUCH_TABLE, listing the tables in the same folder;
   *     WAREHOUSE_UNAVAILABLE
   */
  TableReader newest() {
    try {
      return new TableReader(engine, (SnapshotImpl) table.getLatestSnapshot(engine));
    } catch (TableNotFoundException e) {
      throw LookupErrors.noSuchTable(path, SiblingTables.of(engine, path), e);
    } catch (KernelException | KernelEngineException | UncheckedIOException e) {
      throw LookupErrors.unavailable(path, e);
    }
  }

  /** The file name of a version's commit, in digits that do not depend on the locale. */
  static String commitFile(long version) {
    return String.format(Locale.ROOT, "%020d.json", version);
  }

  /**
   * Size and time of a version's commit file in the table's log; empty if there is none, or a newer
   * one.
   *
   * @throws AlmanacException WAREHOUSE_UNAVAILABLE
   */
  String commit(long version) {
    String log = path.endsWith("/") ? path + "_delta_log/" : path + "/_delta_log/";
    String own = commitFile(version);
    try (CloseableIterator<FileStatus> files = engine.getFileSystemClient().listFrom(log + own)) {
      String found = "";
      while (files.hasNext()) {
        FileStatus file = files.next();
        String name = file.getPath().substring(file.getPath().lastIndexOf('/') + 1);
        if (name.equals(own)) {
          found = file.getSize() + " " + file.getModificationTime();
        } else if (COMMIT.matcher(name).matches()) {
          return "";
        }
      }
      return found;
    } catch (KernelException | KernelEngineException | IOException | UncheckedIOException e) {
      throw LookupErrors.unavailable(path, e);
    }
  }

  /**
   * The key columns of a version.
   *
   * @throws AlmanacException SCHEMA_MISMATCH if it is not a forecast table that this release reads
   */
  static KeyColumns keys(String path, TableReader reader) {
    return KeyColumns.of(path, reader.schema(), keys(path, reader.properties()));
  }

  private static List<String> keys(String path, Map<String, String> properties) {
    String schema = properties.get(SCHEMA_PROPERTY);
    String keys = properties.get(KEYS_PROPERTY);
    if (schema == null || keys == null) {
      throw LookupErrors.notOurs(path, "Almanac did not make it");
    }
    if (!schema.equals(Integer.toString(ForecastColumns.SCHEMA_VERSION))) {
      throw LookupErrors.notOurs(
          path,
          String.format(
              Locale.ROOT,
              "its schema is version %s, and this Almanac reads %d; use a newer one",
              Text.printable(schema),
              ForecastColumns.SCHEMA_VERSION));
    }
    try {
      return List.copyOf(Arrays.asList(new ObjectMapper().readValue(keys, String[].class)));
    } catch (JsonProcessingException e) {
      throw LookupErrors.notOurs(
          path, "its property %s is '%s'".formatted(KEYS_PROPERTY, Text.printable(keys)));
    }
  }
}
