package dev.almanac.lookup;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ForecastColumns;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.exceptions.KernelEngineException;
import io.delta.kernel.exceptions.KernelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Executes aggregate queries on the table's data files; reads only the columns of the query. Memory
 * is bounded; a query that needs more is refused.
 */
public final class AggregateQueryExecutor {
  /** Maximum number of values held for quantiles. */
  private static final int MOST_NUMBERS = 12_000_000;

  private static final int MOST_GROUPS = 100_000;

  private final String path;
  private final AggregateQuery question;
  private final BooleanSupplier goesOn;
  private final Map<List<@Nullable Object>, GroupAccumulator> groups = new LinkedHashMap<>();
  private final List<CellKind> groupKinds = new ArrayList<>();
  private final PriorityQueue<Ranked> top;
  private long read;
  private long met;
  private long held;

  private AggregateQueryExecutor(String path, AggregateQuery question, BooleanSupplier goesOn) {
    this.path = path;
    this.question = question;
    this.goesOn = goesOn;
    boolean largest =
        question.top().map(AggregateQuery.Top::order).orElse(AggregateQuery.Order.LARGEST)
            == AggregateQuery.Order.LARGEST;
    Comparator<Ranked> order = Comparator.comparingDouble(Ranked::by);
    this.top = new PriorityQueue<>(largest ? order : order.reversed());
  }

  private record Ranked(double by, Map<String, @Nullable Object> row) {}

  /**
   * Executes a query on the newest version of a table.
   *
   * @param goesOn polled during the query; false cancels it
   * @throws AlmanacException BAD_OPTION if a column does not exist or has the wrong type;
   *     NO_SUCH_TABLE; NO_SUCH_FORECAST if the run date was not published; WAREHOUSE_UNAVAILABLE
   *     also if the query was cancelled
   */
  public static Summary answer(
      String tablePath,
      Map<String, String> storeSettings,
      AggregateQuery question,
      BooleanSupplier goesOn) {
    TableReader table = new ForecastTable(tablePath, storeSettings).newest();
    try {
      return new AggregateQueryExecutor(tablePath, question, goesOn).answer(table);
    } catch (KernelException | KernelEngineException | IOException | UncheckedIOException e) {
      throw LookupErrors.unavailable(tablePath, e);
    }
  }

  private Summary answer(TableReader table) throws IOException {
    AggregateQueryColumns columns = new AggregateQueryColumns(question, table.schema());
    AggregateQueryFilter filter = new AggregateQueryFilter(question, columns);
    for (String column : question.groupBy()) {
      groupKinds.add(columns.kind(columns.index(column)));
    }
    List<TableReader.DataFile> files = table.files();
    LocalDate date = date(files);
    for (TableReader.DataFile file : files) {
      if (date.toString().equals(file.partition().get(ForecastColumns.RUN_DATE))) {
        table.read(
            file, columns.read(), (batch, selected) -> take(batch, selected, columns, filter));
      }
    }
    return summary(table.version(), date);
  }

  private LocalDate date(List<TableReader.DataFile> files) {
    NavigableSet<LocalDate> dates = new TreeSet<>();
    for (TableReader.DataFile file : files) {
      String date = file.partition().get(ForecastColumns.RUN_DATE);
      if (date != null) {
        dates.add(LocalDate.parse(date));
      }
    }
    if (dates.isEmpty()) {
      throw LookupErrors.empty(path);
    }
    LocalDate date = question.runDate().orElseGet(dates::last);
    if (!dates.contains(date)) {
      throw LookupErrors.noSuchDate(path, date, dates);
    }
    return date;
  }

  private void take(
      ColumnarBatch batch,
      Optional<ColumnVector> selected,
      AggregateQueryColumns columns,
      AggregateQueryFilter filter) {
    if (!goesOn.getAsBoolean()) {
      throw new AlmanacException(
          ErrorCode.WAREHOUSE_UNAVAILABLE,
          "the answer took longer than it may.\n"
              + "Ask about fewer rows or columns, or read the table itself.");
    }
    ColumnVector[] vectors = new ColumnVector[columns.read().length()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = batch.getColumnVector(batch.getSchema().indexOf(columns.read().at(i).getName()));
    }
    for (int row = 0; row < batch.getSize(); row++) {
      if (selected.isPresent() && !selected.get().getBoolean(row)) {
        continue;
      }
      read++;
      if (filter.accepts(vectors, row)) {
        met++;
        if (question.top().isPresent()) {
          rank(question.top().get(), vectors, row, columns);
        } else {
          group(vectors, row, columns);
        }
      }
    }
  }

  private void group(ColumnVector[] vectors, int row, AggregateQueryColumns columns) {
    @Nullable Object[] by = new Object[question.groupBy().size()];
    for (int i = 0; i < by.length; i++) {
      int index = columns.index(question.groupBy().get(i));
      by[i] = AggregateQueryColumns.cell(columns.kind(index), vectors[index], row);
    }
    GroupAccumulator group =
        groups.computeIfAbsent(
            Arrays.asList(by),
            values -> {
              if (groups.size() >= MOST_GROUPS) {
                throw AggregateQueryColumns.bad(
                    String.format(
                        Locale.ROOT,
                        "there are more than %,d groups; group by columns with fewer values.",
                        MOST_GROUPS));
              }
              return new GroupAccumulator(question.measures());
            });
    group.row();
    for (int i = 0; i < question.measures().size(); i++) {
      measure(group, i, vectors, row, columns);
    }
  }

  private void measure(
      GroupAccumulator group,
      int place,
      ColumnVector[] vectors,
      int row,
      AggregateQueryColumns columns) {
    AggregateQuery.Measure measure = question.measures().get(place);
    if (measure.kind() == AggregateQuery.Kind.ROWS) {
      return;
    }
    int index = columns.index(measure.column());
    if (measure.kind() == AggregateQuery.Kind.COUNT) {
      if (!vectors[index].isNullAt(row)) {
        group.count(place);
      }
      return;
    }
    double value = AggregateQueryColumns.number(columns.kind(index), vectors[index], row);
    if (!Double.isNaN(value)) {
      held += group.number(place, value);
      if (held > MOST_NUMBERS) {
        throw AggregateQueryColumns.bad(
            String.format(
                Locale.ROOT,
                "quantiles of more than %,d numbers are not worked out here; ask about fewer rows.",
                MOST_NUMBERS));
      }
    }
  }

  private void rank(
      AggregateQuery.Top required, ColumnVector[] vectors, int row, AggregateQueryColumns columns) {
    int index = columns.index(required.column());
    double by = AggregateQueryColumns.number(columns.kind(index), vectors[index], row);
    if (Double.isNaN(by)) {
      return;
    }
    Ranked weakest = top.peek();
    if (top.size() == question.most()) {
      boolean better =
          weakest != null
              && (required.order() == AggregateQuery.Order.LARGEST
                  ? by > weakest.by()
                  : by < weakest.by());
      if (!better) {
        return;
      }
      top.poll();
    }
    Map<String, @Nullable Object> cells = new LinkedHashMap<>();
    for (int i = 0; i < vectors.length; i++) {
      cells.put(
          columns.read().at(i).getName(),
          describe(
              columns.kind(i), columns.read().at(i).getDataType().toString(), vectors[i], row));
    }
    top.add(new Ranked(by, cells));
  }

  private static @Nullable Object describe(
      CellKind kind, String type, ColumnVector vector, int row) {
    if (vector.isNullAt(row)) {
      return null;
    } else if (kind == CellKind.NUMBERS || kind == CellKind.OTHER) {
      return "<" + type + ">";
    }
    return describe(kind, AggregateQueryColumns.cell(kind, vector, row));
  }

  private static @Nullable Object describe(CellKind kind, @Nullable Object cell) {
    if (cell == null) {
      return null;
    }
    return switch (kind) {
      case DATE -> LocalDate.ofEpochDay((Long) cell);
      case TIMESTAMP -> RowCodec.instant((Long) cell);
      case TIMESTAMP_NTZ ->
          java.time.LocalDateTime.ofInstant(
              RowCodec.instant((Long) cell), java.time.ZoneOffset.UTC);
      default -> cell;
    };
  }

  private Summary summary(long version, LocalDate date) {
    List<Summary.Group> result = new ArrayList<>();
    groups.entrySet().stream()
        .sorted(
            Comparator.comparingLong(
                    (Map.Entry<List<@Nullable Object>, GroupAccumulator> group) ->
                        group.getValue().rows())
                .reversed())
        .limit(question.most())
        .forEach(group -> result.add(describe(group.getKey(), group.getValue())));
    List<Ranked> ranked = new ArrayList<>(top);
    ranked.sort(top.comparator().reversed());
    return new Summary(
        version,
        date,
        read,
        met,
        result,
        ranked.stream().map(Ranked::row).toList(),
        groups.size() > question.most());
  }

  private Summary.Group describe(List<@Nullable Object> values, GroupAccumulator measured) {
    Map<String, @Nullable Object> by = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      by.put(question.groupBy().get(i), describe(groupKinds.get(i), values.get(i)));
    }
    List<@Nullable Double> numbers = new ArrayList<>();
    for (int i = 0; i < question.measures().size(); i++) {
      numbers.add(measured.value(i));
    }
    return new Summary.Group(by, numbers);
  }
}
