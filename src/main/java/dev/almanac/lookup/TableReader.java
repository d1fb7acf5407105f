package dev.almanac.lookup;

import io.delta.kernel.Scan;
import io.delta.kernel.ScanBuilder;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.And;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.ScanImpl;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reader of one version of a Delta table. Rows pass through Delta Kernel's transformation, so
 * deletion vectors and renamed columns are supported; the library refuses a table with an unknown
 * feature.
 */
final class TableReader {
  private final Engine engine;
  private final SnapshotImpl snapshot;

  TableReader(Engine engine, SnapshotImpl snapshot) {
    this.engine = engine;
    this.snapshot = snapshot;
  }

  StructType schema() {
    return snapshot.getSchema();
  }

  long version() {
    return snapshot.getVersion();
  }

  /** The table's properties. */
  Map<String, String> properties() {
    return snapshot.getMetadata().getConfiguration();
  }

  /** Delta's id of the table, to detect a replaced table. */
  String tableId() {
    return snapshot.getMetadata().getId();
  }

  /** The table's schema in the form of its log. */
  String schemaText() {
    return snapshot.getMetadata().getSchemaString();
  }

  /**
   * A data file.
   *
   * @param id its path, size, time and deletion vector: files of one id have the same rows
   * @param bytes its size
   * @param partition the values of the partition columns as text
   * @param statistics of its columns, as the table's log has them; may be empty
   * @param row its scan row of Delta Kernel
   */
  record DataFile(
      String id, long bytes, Map<String, String> partition, String statistics, Row row) {}

  /** All data files of this state. */
  List<DataFile> files() throws IOException {
    List<DataFile> found = new ArrayList<>();
    ScanImpl scan = (ScanImpl) snapshot.getScanBuilder().build();
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine, true)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> files = batches.next().getRows()) {
          while (files.hasNext()) {
            found.add(file(files.next()));
          }
        }
      }
    }
    return found;
  }

  private static DataFile file(Row row) {
    FileStatus status = InternalScanFileUtils.getAddFileStatus(row);
    DeletionVectorDescriptor deleted =
        InternalScanFileUtils.getDeletionVectorDescriptorFromRow(row);
    String id =
        status.getPath()
            + " "
            + status.getSize()
            + " "
            + status.getModificationTime()
            + " "
            + (deleted == null ? "" : deleted.getUniqueId());
    Row add = row.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL);
    int statistics = InternalScanFileUtils.ADD_FILE_STATS_ORDINAL;
    return new DataFile(
        id,
        status.getSize(),
        InternalScanFileUtils.getPartitionValues(row),
        add.isNullAt(statistics) ? "" : add.getString(statistics),
        row);
  }

  /** Receives the rows of a data file, batch by batch. */
  interface Batches {
    /** Receives a batch of all columns; a row that is not selected was deleted. */
    void take(ColumnarBatch batch, Optional<ColumnVector> selected) throws IOException;
  }

  /** Reads all rows of a data file of this state. */
  void read(DataFile file, Batches taker) throws IOException {
    read(file, schema(), taker);
  }

  /** Reads some columns of all rows of a data file of this state. */
  void read(DataFile file, StructType columns, Batches taker) throws IOException {
    read(file, columns, () -> true, taker);
  }

  /**
   * Reads some columns of rows of a data file of this state.
   *
   * @param goesOn polled before each batch; false ends the reading
   */
  void read(DataFile file, StructType columns, BooleanSupplier goesOn, Batches taker)
      throws IOException {
    Scan scan = snapshot.getScanBuilder().withReadSchema(columns).build();
    Row state = scan.getScanState(engine);
    StructType physical = ScanStateRow.getPhysicalDataReadSchema(engine, state);
    try (CloseableIterator<ColumnarBatch> data =
            engine
                .getParquetHandler()
                .readParquetFiles(
                    Utils.singletonCloseableIterator(
                        InternalScanFileUtils.getAddFileStatus(file.row())),
                    physical,
                    Optional.empty());
        CloseableIterator<FilteredColumnarBatch> batches =
            Scan.transformPhysicalData(engine, state, file.row(), data)) {
      while (goesOn.getAsBoolean() && batches.hasNext()) {
        FilteredColumnarBatch batch = batches.next();
        taker.take(batch.getData(), batch.getSelectionVector());
      }
    }
  }

  /** The values of a partition column of type DATE, read from the log alone. */
  NavigableSet<LocalDate> dates(String partition) throws IOException {
    NavigableSet<LocalDate> dates = new TreeSet<>();
    Scan scan = snapshot.getScanBuilder().build();
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> files = batches.next().getRows()) {
          while (files.hasNext()) {
            String value = InternalScanFileUtils.getPartitionValues(files.next()).get(partition);
            if (value != null) {
              dates.add(LocalDate.parse(value));
            }
          }
        }
      }
    }
    return dates;
  }

  /**
   * The first row with these values.
   *
   * @param required by column; a row must match all
   * @return all its columns, in the table's order
   */
  Optional<Map<String, @Nullable Object>> first(Map<String, Object> required) throws IOException {
    List<Map<String, @Nullable Object>> found = rows(required, 1);
    return found.stream().findFirst();
  }

  /**
   * Rows with these values.
   *
   * @param limit maximum number
   */
  List<Map<String, @Nullable Object>> rows(Map<String, Object> required, int limit)
      throws IOException {
    List<Map<String, @Nullable Object>> found = new ArrayList<>();
    ScanBuilder builder = snapshot.getScanBuilder();
    Optional<Predicate> filter = filter(required);
    if (filter.isPresent()) {
      builder = builder.withFilter(filter.get());
    }
    Scan scan = builder.build();
    Row state = scan.getScanState(engine);
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
      while (batches.hasNext() && found.size() < limit) {
        try (CloseableIterator<Row> files = batches.next().getRows()) {
          while (files.hasNext() && found.size() < limit) {
            collect(scan, state, files.next(), required, limit, found);
          }
        }
      }
    }
    return found;
  }

  private void collect(
      Scan scan,
      Row state,
      Row file,
      Map<String, Object> required,
      int limit,
      List<Map<String, @Nullable Object>> found)
      throws IOException {
    StructType physical = ScanStateRow.getPhysicalDataReadSchema(engine, state);
    try (CloseableIterator<ColumnarBatch> data =
            engine
                .getParquetHandler()
                .readParquetFiles(
                    Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                    physical,
                    scan.getRemainingFilter());
        CloseableIterator<FilteredColumnarBatch> batches =
            Scan.transformPhysicalData(engine, state, file, data)) {
      while (batches.hasNext() && found.size() < limit) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          while (rows.hasNext() && found.size() < limit) {
            Row row = rows.next();
            if (matches(row, required)) {
              found.add(values(row));
            }
          }
        }
      }
    }
  }

  private static boolean matches(Row row, Map<String, Object> required) {
    for (Map.Entry<String, Object> entry : required.entrySet()) {
      int index = row.getSchema().indexOf(entry.getKey());
      if (!KernelValues.same(KernelValues.read(row, index), entry.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, @Nullable Object> values(Row row) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = 0; i < row.getSchema().length(); i++) {
      values.put(row.getSchema().at(i).getName(), KernelValues.read(row, i));
    }
    return values;
  }

  /** The predicate for skipping partitions, files and row groups; rows are compared afterwards. */
  private static Optional<Predicate> filter(Map<String, Object> required) {
    Predicate all = null;
    for (Map.Entry<String, Object> entry : required.entrySet()) {
      Optional<Literal> literal = KernelValues.literal(entry.getValue());
      if (literal.isPresent()) {
        Predicate one = new Predicate("=", new Column(entry.getKey()), literal.get());
        all = all == null ? one : new And(all, one);
      }
    }
    return Optional.ofNullable(all);
  }
}
