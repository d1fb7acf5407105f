package dev.almanac.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.execution.datasources.FileStatusWithMetadata;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import scala.collection.immutable.Nil$;

/**
 * Files of a table, as Spark listed them when it opened the table. No file is opened and no folder
 * is listed again.
 *
 * @param partitionColumns the columns whose values are in folder names
 */
record ListedFiles(List<ListedFile> files, List<String> partitionColumns) {
  /**
   * A file.
   *
   * @param path its URI, unescaped: spaces and percent signs are as in the file system
   * @param length in bytes
   * @param modified milliseconds since 1970 UTC
   */
  record ListedFile(String path, long length, long modified) {}

  /** The files; empty if some rows do not come from files. */
  static Optional<ListedFiles> of(Dataset<Row> rows) {
    List<HadoopFsRelation> relations = new ArrayList<>();
    if (!collect(rows.queryExecution().analyzed(), relations) || relations.isEmpty()) {
      return Optional.empty();
    }
    List<ListedFile> files = new ArrayList<>();
    List<String> partitionColumns = new ArrayList<>();
    for (HadoopFsRelation relation : relations) {
      partitionColumns.addAll(List.of(relation.partitionSchema().fieldNames()));
      for (PartitionDirectory folder :
          ScalaSeqs.list(relation.location().listFiles(nil(), nil()))) {
        for (FileStatusWithMetadata file : ScalaSeqs.list(folder.files())) {
          files.add(
              new ListedFile(
                  String.valueOf(file.getPath()), file.getLen(), file.getModificationTime()));
        }
      }
    }
    return Optional.of(new ListedFiles(files, partitionColumns));
  }

  /** Collects the file relations of a plan; false if it has another leaf. */
  private static boolean collect(LogicalPlan plan, List<HadoopFsRelation> relations) {
    if (plan instanceof LogicalRelation leaf && leaf.relation() instanceof HadoopFsRelation files) {
      relations.add(files);
      return true;
    }
    List<LogicalPlan> inner = new ArrayList<>(ScalaSeqs.list(plan.children()));
    inner.addAll(ScalaSeqs.list(plan.subqueries()));
    boolean isEmptyLeaf =
        plan instanceof LocalRelation
            || plan instanceof OneRowRelation
            || plan instanceof CTERelationRef;
    return (isEmptyLeaf || !inner.isEmpty())
        && inner.stream().allMatch(part -> collect(part, relations));
  }

  @SuppressWarnings("unchecked") // an empty list is valid for any element type
  private static <T> scala.collection.immutable.Seq<T> nil() {
    return (scala.collection.immutable.Seq<T>) Nil$.MODULE$;
  }
}
