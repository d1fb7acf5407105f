import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dmg.pmml.PMML;
import org.jpmml.model.metro.MetroJAXBUtil;
import org.jpmml.rexp.ConverterFactory;
import org.jpmml.rexp.RExpParser;

/**
 * Converts each NAME.rds of a folder to NAME.pmml in another folder, with JPMML-R on the class path; see
 * scripts/make-r-models. Prints which models are not converted and why, and removes their NAME.csv.
 */
class RToPmml {
  public static void main(String[] folders) throws Exception {
    Path to = Path.of(folders[1]);
    List<Path> models;
    try (Stream<Path> files = Files.list(Path.of(folders[0]))) {
      models = files.filter(file -> file.toString().endsWith(".rds")).sorted().toList();
    }
    for (Path model : models) {
      String name = model.getFileName().toString().replace(".rds", "");
      Path document = to.resolve(name + ".pmml");
      try {
        convert(model, document);
        System.out.printf("%-28s %6d bytes%n", name, Files.size(document));
      } catch (RuntimeException e) {
        Files.deleteIfExists(document);
        Files.deleteIfExists(to.resolve(name + ".csv"));
        System.out.printf("%-28s is not converted: %s%n", name, e);
      }
    }
  }

  /** Converts a model; removes time stamp and indentation. */
  private static void convert(Path model, Path document) throws Exception {
    PMML pmml;
    try (InputStream in = Files.newInputStream(model)) {
      pmml = ConverterFactory.newInstance().newConverter(new RExpParser(in).parse()).encodePMML();
    }
    try (OutputStream out = Files.newOutputStream(document)) {
      MetroJAXBUtil.marshalPMML(pmml, out);
    }
    String text =
        Files.readString(document, StandardCharsets.UTF_8)
            .replaceAll("<Timestamp>[^<]*</Timestamp>", "<Timestamp/>")
            .replaceAll("\n[\t ]*", "\n");
    Files.writeString(document, text, StandardCharsets.UTF_8);
  }
}
