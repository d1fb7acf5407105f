package dev.almanac.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Every attribute of PMML that has a list of words or a syntax is held to it. */
class PmmlSchemaTest {
  private static final String SCHEMA = "http://www.w3.org/2001/XMLSchema";

  /** Refused for what they ask for, whatever their attributes are. */
  private static final Set<String> REFUSED =
      Set.of("TextIndex", "TextIndexNormalization", "TextModel");

  static Stream<Arguments> words() {
    return attributes(attribute -> attribute.kind() == PmmlAttribute.Kind.WORD);
  }

  static Stream<Arguments> numbers() {
    return attributes(
        attribute ->
            attribute.kind() == PmmlAttribute.Kind.NUMBER
                || attribute.kind() == PmmlAttribute.Kind.INTEGER);
  }

  static Stream<Arguments> required() {
    return attributes(PmmlAttribute::required);
  }

  private static Stream<Arguments> attributes(Predicate<PmmlAttribute> requested) {
    List<Arguments> found = new ArrayList<>();
    new TreeMap<>(PmmlSchema.all())
        .forEach(
            (element, attributes) ->
                attributes.values().stream()
                    .filter(requested)
                    .filter(attribute -> !REFUSED.contains(element))
                    .filter(attribute -> !element.equals("PMML"))
                    .filter(attribute -> !ScoredParts.isDescription(element))
                    .forEach(attribute -> found.add(Arguments.of(element, attribute))));
    return found.stream();
  }

  @ParameterizedTest
  @MethodSource("words")
  void refusesAWordThatTheAttributeDoesNotHave(String element, PmmlAttribute attribute) {
    assertThat(attribute.words()).isNotEmpty();
    for (String word : List.of("unheardOf", "", " " + attribute.words().get(0))) {
      assertRefused(
          "<%s %s=\"%s\"/>".formatted(element, attribute.name(), word),
          "line 2, column ",
          "<%s> has %s=\"%s\", which is not among %s"
              .formatted(element, attribute.name(), word, attribute.words().get(0)));
    }
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void refusesWhatIsNoNumber(String element, PmmlAttribute attribute) {
    for (String number : List.of("1,5", "0x10", "1e", "", "1 2", "1d", "NaN", "INF", "1e999")) {
      assertRefused(
          "<%s %s=\"%s\"/>".formatted(element, attribute.name(), number),
          "line 2, column ",
          "<%s> has %s=\"%s\", which is n".formatted(element, attribute.name(), number));
    }
  }

  @ParameterizedTest
  @MethodSource("required")
  void refusesAnElementWithoutARequiredAttribute(String element, PmmlAttribute attribute) {
    StringBuilder others = new StringBuilder();
    PmmlSchema.attributes(element).values().stream()
        .filter(other -> other.required() && !other.equals(attribute))
        .forEach(other -> others.append(" %s=\"%s\"".formatted(other.name(), example(other))));
    assertRefused(
        "<%s%s/>".formatted(element, others),
        "line 2, column ",
        "<%s> lacks the attribute %s".formatted(element, attribute.name()));
  }

  private static String example(PmmlAttribute attribute) {
    return attribute.words().isEmpty() ? "1" : attribute.words().get(0);
  }

  /** The schema that is published is another source than the classes that were made of it. */
  @Test
  void theWordsAreThoseOfThePublishedSchema() throws Exception {
    Document schema;
    try (InputStream xsd = PmmlSchema.class.getResourceAsStream("/pmml.xsd")) {
      schema =
          DocumentBuilderFactory.newDefaultNSInstance()
              .newDocumentBuilder()
              .parse(Objects.requireNonNull(xsd));
    }
    Map<String, List<String>> types = new HashMap<>();
    for (Element type : below(schema.getDocumentElement(), "simpleType")) {
      if (!type.getAttribute("name").isEmpty()) {
        types.put(type.getAttribute("name"), words(type));
      }
    }
    List<String> unread = new ArrayList<>();
    int compared = 0;
    for (Element element : below(schema.getDocumentElement(), "element")) {
      String name = element.getAttribute("name");
      for (Element attribute : below(element, "attribute")) {
        if (name.isEmpty() || owner(attribute) != element) {
          continue;
        }
        String type = attribute.getAttribute("type").replaceFirst("^.*:", "");
        List<String> words =
            type.isEmpty() ? words(attribute) : types.getOrDefault(type, List.of());
        PmmlAttribute known = PmmlSchema.attributes(name).get(attribute.getAttribute("name"));
        assertThat(known).as("%s of %s", attribute.getAttribute("name"), name).isNotNull();
        if (known == null) {
          continue;
        }
        if (!words.isEmpty() && known.kind() == PmmlAttribute.Kind.TEXT) {
          unread.add(name + "@" + known.name());
        } else if (!words.isEmpty()) {
          assertThat(known.words())
              .as("%s of %s", attribute.getAttribute("name"), name)
              .containsAll(words);
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(100);
    assertThat(unread)
        .as("words that the object model keeps as texts, of models that no engine scores")
        .containsExactlyInAnyOrder(
            "AnomalyDetectionModel@algorithmType",
            "BayesianNetworkModel@modelType",
            "BayesianNetworkModel@inferenceMethod");
  }

  private static List<String> words(Element type) {
    return below(type, "enumeration").stream().map(each -> each.getAttribute("value")).toList();
  }

  private static List<Element> below(Element element, String name) {
    NodeList nodes = element.getElementsByTagNameNS(SCHEMA, name);
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }

  private static Element owner(Element attribute) {
    org.w3c.dom.Node node = attribute.getParentNode();
    while (!"element".equals(node.getLocalName()) && node.getParentNode() instanceof Element) {
      node = node.getParentNode();
    }
    return (Element) node;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<NumericPredictor name='x' coefficient='1' power='3'/> | <NumericPredictor> has"
            + " power=\"3\", which is no attribute of it",
        "<NumericPredicator name='x' coefficient='1'/> | <NumericPredicator> is no element of PMML"
            + " (did you mean ",
        "<svg xmlns='http://www.w3.org/2000/svg'/> | <svg> of the namespace"
            + " 'http://www.w3.org/2000/svg' is no part of PMML",
        "<Constant dataType='integer'>3000000000</Constant> | <Constant> has the number"
            + " '3000000000', which is not a whole number from",
        "<Array type='int'>1 2.5</Array> | <Array> has the number '2.5', which is not a whole"
            + " number",
        "<Array type='real'>1 x</Array> | <Array> has the number 'x', which is not a number",
      })
  void refusesWhatNobodyWouldRead(String part, String problem) {
    assertRefused(part.replace('\'', '"'), "line 2, column ", problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<NumericPredictor name='x' coefficient='1' x-vendor='3'/>",
        "<NumericPredictor name='x' coefficient=' 1.5E-3 ' xmlns:v='urn:v' v:note='3'/>",
        "<NumericPredictor name='x' coefficient='+.5'/>",
        "<NumericPredictor name='x' coefficient='-7.'/>",
        "<Extension power='x'><RegressionModel power='3'/><svg xmlns='urn:x'/></Extension>",
        "<ModelStats><UnivariateStats><NumericInfo maximum='NaN'/></UnivariateStats></ModelStats>",
        "<Array type='real'>1 +2.5e3 -0</Array>",
        "<Array type='string'>1 x NaN</Array>",
        "<row><Array type='none'/><Node score='NaN'/><x xmlns='urn:x'>NaN</x></row>",
      })
  void letsPassWhatIsReadRightOrByNobody(String part) {
    PmmlScreen.check(document(part.replace('\'', '"')));
  }

  @Test
  void namesTheNamespacesThatAreRead() {
    for (String namespace :
        List.of(
            "https://www.dmg.org/PMML-4_4",
            "http://www.dmg.org/PMML-4_5",
            "http://www.dmg.org/PMML-2_1")) {
      assertThatThrownBy(
              () ->
                  PmmlModel.load(
                      "<PMML xmlns=\"%s\"/>".formatted(namespace).getBytes(StandardCharsets.UTF_8)))
          .hasMessageContaining(
              String.format(
                  Locale.ROOT,
                  "line 1, column %d: <PMML> has the namespace '%s'; http://www.dmg.org/PMML-3_0 to"
                      + " http://www.dmg.org/PMML-4_4 are read",
                  namespace.length() + 17,
                  namespace));
    }
    assertThatThrownBy(
            () -> PmmlModel.load("<PMML version=\"5\"/>".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("neither a namespace nor a version that is read");
  }

  @Test
  void anElementInAWrongPlaceIsNamedWithItsPlace() throws IOException {
    String misplaced =
        "<RegressionModel functionName=\"regression\"><MiningSchema/><NumericPredictor name=\"x\""
            + " coefficient=\"1\"/></RegressionModel>";

    assertThatThrownBy(() -> PmmlModel.load(document("<Header/><DataDictionary/>" + misplaced)))
        .hasMessageContaining("line 2, column ")
        .hasMessageContaining("PMML has no <NumericPredictor> within a <RegressionModel>");
  }

  private static void assertRefused(String part, String... messages) {
    assertThatThrownBy(() -> PmmlScreen.check(document(part)))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .hasMessageContainingAll(messages);
  }

  private static byte[] document(String part) {
    return "<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\">\n%s</PMML>"
        .formatted(part)
        .getBytes(StandardCharsets.UTF_8);
  }
}
