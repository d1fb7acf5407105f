package dev.almanac.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.KernelEngineException;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FieldMetadata;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files read a column at a time say what the Delta library says of them. */
class ColumnFileTest {
  private static final int ROWS = 20_000;
  private static final MessageType WRITTEN =
      MessageTypeParser.parseMessageType(
          """
          message rows {
            required int64 id;
            optional binary name (STRING);
            optional binary group (STRING);
            optional binary bytes;
            optional int32 whole;
            optional int32 day (DATE);
            optional int64 at (TIMESTAMP(MICROS,true));
            optional int96 old;
            optional int64 local (TIMESTAMP(MICROS,false));
            optional double x;
            optional float y;
            optional boolean late;
            optional int64 nothing;
          }
          """);
  private static final StructType SCHEMA =
      new StructType()
          .add("id", LongType.LONG)
          .add("name", StringType.STRING)
          .add("group", StringType.STRING)
          .add("bytes", BinaryType.BINARY)
          .add("whole", IntegerType.INTEGER)
          .add("day", DateType.DATE)
          .add("at", TimestampType.TIMESTAMP)
          .add("old", TimestampType.TIMESTAMP)
          .add("local", TimestampNTZType.TIMESTAMP_NTZ)
          .add("x", DoubleType.DOUBLE)
          .add("y", FloatType.FLOAT)
          .add("late", BooleanType.BOOLEAN)
          .add("nothing", LongType.LONG);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(WriterVersion.class)
  void readsPlainColumnsAsTheLibraryDoes(WriterVersion version) throws IOException {
    Path file = written(true, version);

    List<String> read = columns(file, SCHEMA);

    assertThat(read).hasSize(ROWS).isEqualTo(library(file, SCHEMA));
    // Not all alike, nor all null.
    assertThat(read).doesNotHaveDuplicates();
    assertThat(read.get(0)).startsWith("0|").endsWith("|null");
  }

  @Test
  void readsColumnsWithoutDictionaries() throws IOException {
    Path file = written(false, WriterVersion.PARQUET_1_0);

    assertThat(columns(file, SCHEMA)).isEqualTo(library(file, SCHEMA));
  }

  @Test
  void readsSomeColumnsInAnotherOrder() throws IOException {
    Path file = written(true, WriterVersion.PARQUET_1_0);
    StructType some = new StructType().add("x", DoubleType.DOUBLE).add("id", LongType.LONG);

    assertThat(columns(file, some)).isEqualTo(library(file, some)).hasSize(ROWS);
  }

  @Test
  void readsTextsAsBytesToo() throws IOException {
    Path file = written(true, WriterVersion.PARQUET_1_0);
    StructType bytes = new StructType().add("name", BinaryType.BINARY);

    assertThat(columns(file, bytes)).isEqualTo(library(file, bytes)).hasSize(ROWS);
  }

  @Test
  void leavesOtherFormsToTheLibrary() throws IOException {
    Path file = written(true, WriterVersion.PARQUET_1_0);
    for (StructType other :
        List.of(
            // a column that the table got later, in other letters, of another type by now
            SCHEMA.add("later", LongType.LONG),
            new StructType().add("ID", LongType.LONG),
            new StructType().add("whole", LongType.LONG),
            new StructType().add("whole", DateType.DATE),
            new StructType().add("day", IntegerType.INTEGER))) {
      assertThat(open(file, other)).isEmpty();
    }
    StructType later = new StructType().add("id", LongType.LONG).add("later", LongType.LONG);

    assertThat(read(DeltaEngines.of(Map.of()), file, later))
        .isEqualTo(library(file, later))
        .contains("7|null");
  }

  @Test
  void knowsWhatItCannotTake() {
    assertThat(ColumnFile.takes(SCHEMA)).isTrue();
    assertThat(ColumnFile.takes(new StructType())).isFalse();
    for (DataType type :
        List.of(
            ShortType.SHORT,
            new DecimalType(10, 2),
            new MapType(StringType.STRING, DoubleType.DOUBLE, true),
            SCHEMA)) {
      assertThat(ColumnFile.takes(SCHEMA.add("other", type))).as(type.toString()).isFalse();
    }
    assertThat(ColumnFile.takes(SCHEMA.add(StructField.METADATA_ROW_INDEX_COLUMN))).isFalse();
    FieldMetadata numbered = FieldMetadata.builder().putLong("parquet.field.id", 3).build();
    assertThat(ColumnFile.takes(SCHEMA.add("renamed", LongType.LONG, true, numbered))).isFalse();
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    Path file = written(true, WriterVersion.PARQUET_1_0);
    byte[] content = Files.readAllBytes(file);

    byte[] oneBit = content.clone();
    oneBit[content.length / 2] ^= 4;
    assertDamaged(file, oneBit);
    byte[] half = content.clone();
    Arrays.fill(half, 40, content.length / 2, (byte) 0x5a);
    assertDamaged(file, half);
    assertDamaged(file, Arrays.copyOf(content, content.length - 3));
  }

  private static void assertDamaged(Path file, byte[] content) throws IOException {
    Files.write(file, content);
    assertThatThrownBy(() -> read(DeltaEngines.of(Map.of()), file, SCHEMA))
        .isInstanceOf(KernelEngineException.class)
        .hasMessageContaining(file.toString());
  }

  private Path written(boolean dictionaries, WriterVersion version) throws IOException {
    Path file = folder.resolve("rows.parquet");
    Random random = new Random(7);
    SimpleGroupFactory groups = new SimpleGroupFactory(WRITTEN);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withType(WRITTEN)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withDictionaryEncoding(dictionaries)
            .withWriterVersion(version)
            // Several row groups and pages, and dictionaries that are given up in the middle.
            .withRowGroupSize(256L << 10)
            .withPageSize(4 << 10)
            .withDictionaryPageSize(8 << 10)
            .build()) {
      for (int i = 0; i < ROWS; i++) {
        Group row = groups.newGroup().append("id", (long) i);
        if (random.nextInt(9) > 0) {
          row.append("name", "näme " + random.nextInt(1 + i));
        }
        if (random.nextInt(9) > 0) {
          row.append("group", "group " + i / 700 % 5);
        }
        if (random.nextInt(9) > 0) {
          row.append(
              "bytes", Binary.fromConstantByteArray(new byte[] {(byte) i, -1, 0, (byte) (i >> 8)}));
        }
        if (random.nextInt(9) > 0) {
          row.append("whole", random.nextInt(40) - 20).append("day", 20_000 + random.nextInt(400));
        }
        if (random.nextInt(9) > 0) {
          row.append("at", random.nextLong()).append("local", 1_000_000L * (i % 3));
          // from the year 1858 on, at some moment of a day
          row.append("old", new NanoTime(2_400_000 + i * 7 % 90_000, 86_400_000L * (i % 900)));
        }
        if (random.nextInt(9) > 0) {
          row.append("x", random.nextDouble()).append("y", random.nextInt(3) / 4f);
        }
        if (random.nextInt(9) > 0) {
          row.append("late", random.nextBoolean());
        }
        writer.write(row);
      }
    }
    return file;
  }

  private static Optional<ColumnFile> open(Path file, StructType schema) throws IOException {
    return ColumnFile.open(new LocalInputFile(file), schema);
  }

  /** Rows of a file that has to be read a column at a time. */
  private static List<String> columns(Path file, StructType schema) throws IOException {
    assertThat(ColumnFile.takes(schema)).isTrue();
    List<String> alone = rows(open(file, schema).orElseThrow(), schema);
    assertThat(read(DeltaEngines.of(Map.of()), file, schema)).isEqualTo(alone);
    return alone;
  }

  private static List<String> library(Path file, StructType schema) throws IOException {
    return read(DefaultEngine.create(new Configuration()), file, schema);
  }

  private static List<String> read(Engine engine, Path file, StructType schema) throws IOException {
    FileStatus status = FileStatus.of(file.toString(), Files.size(file), 0);
    return rows(
        engine
            .getParquetHandler()
            .readParquetFiles(Utils.singletonCloseableIterator(status), schema, Optional.empty()),
        schema);
  }

  private static List<String> rows(CloseableIterator<ColumnarBatch> batches, StructType schema)
      throws IOException {
    List<String> rows = new ArrayList<>();
    try (batches) {
      while (batches.hasNext()) {
        ColumnarBatch batch = batches.next();
        for (int row = 0; row < batch.getSize(); row++) {
          List<String> cells = new ArrayList<>();
          for (int i = 0; i < schema.length(); i++) {
            cells.add(cell(batch.getColumnVector(i), schema.at(i).getDataType(), row));
          }
          rows.add(String.join("|", cells));
        }
      }
    }
    return rows;
  }

  private static String cell(ColumnVector column, DataType type, int row) {
    if (column.isNullAt(row)) {
      return "null";
    } else if (type instanceof StringType) {
      return column.getString(row);
    } else if (type instanceof BinaryType) {
      return new String(column.getBinary(row), StandardCharsets.ISO_8859_1);
    } else if (type instanceof IntegerType || type instanceof DateType) {
      return Integer.toString(column.getInt(row));
    } else if (type instanceof DoubleType) {
      return Double.toString(column.getDouble(row));
    } else if (type instanceof FloatType) {
      return Float.toString(column.getFloat(row));
    } else if (type instanceof BooleanType) {
      return Boolean.toString(column.getBoolean(row));
    }
    return Long.toString(column.getLong(row));
  }
}
