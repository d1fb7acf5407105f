package dev.almanac.pmml;

import dev.almanac.core.Text;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dmg.pmml.Version;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * Passes on the parts of a document that take part in scoring. Parts that only describe the model
 * or its training are omitted, so that their content never makes a document invalid.
 *
 * <p>A document without a namespace is read in the namespace of its version.
 */
final class ScoredParts extends XMLFilterImpl {
  /** Elements that neither engine reads. */
  private static final Set<String> DESCRIPTIONS =
      Set.of(
          "Extension",
          "ModelStats",
          "ModelExplanation",
          "MiningBuildTask",
          "Partition",
          "PCovMatrix",
          "Covariances",
          "KohonenMap",
          "Taxonomy");

  /** The parts of a header that are kept, for people. */
  private static final Set<String> OF_HEADER = Set.of("Application", "Annotation", "Timestamp");

  /** Before PMML had continuous inputs of naive Bayes, they were extensions of this element. */
  private static final String WITH_SCORED_EXTENSIONS = "BayesInputs";

  private static final Map<String, Version> VERSIONS =
      Arrays.stream(Version.values())
          .filter(Version::isStandard)
          .collect(Collectors.toMap(Version::getVersion, Function.identity()));

  private final Deque<String> open = new ArrayDeque<>();
  private @Nullable Locator locator;
  private String namespace = "";
  private String read = "";
  private int leftOut;
  private int rows;

  ScoredParts() {}

  ScoredParts(XMLReader reader) {
    super(reader);
  }

  /** Whether an element only describes the model, in any position. */
  static boolean isDescription(String element) {
    return DESCRIPTIONS.contains(element);
  }

  @Override
  public void setDocumentLocator(Locator locator) {
    this.locator = locator;
    super.setDocumentLocator(locator);
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes attributes)
      throws SAXException {
    if (leftOut > 0) {
      leftOut++;
      return;
    }
    if (open.isEmpty()) {
      root(uri, localName, attributes);
    } else if (isLeftOut(uri, localName)) {
      leftOut = 1;
      return;
    }
    boolean foreign = !uri.equals(read);
    if (foreign && rows == 0) {
      throw here(
          "<%s> of the namespace '%s' is no part of PMML"
              .formatted(Text.printable(qName), Text.printable(uri)));
    }
    open.push(foreign ? "" : localName);
    rows += rows > 0 || localName.equals("row") ? 1 : 0;
    super.startElement(foreign ? uri : namespace, localName, qName, attributes);
  }

  @Override
  public void endElement(String uri, String localName, String qName) throws SAXException {
    if (leftOut > 0) {
      leftOut--;
      return;
    }
    open.pop();
    rows -= rows > 0 ? 1 : 0;
    super.endElement(uri.equals(read) ? namespace : uri, localName, qName);
    if (open.isEmpty()) {
      super.endPrefixMapping("");
    }
  }

  @Override
  public void characters(char[] text, int start, int length) throws SAXException {
    if (leftOut == 0) {
      super.characters(text, start, length);
    }
  }

  @Override
  public void ignorableWhitespace(char[] text, int start, int length) {
    // without a DTD, the kind of white space is unknown
  }

  @Override
  public void processingInstruction(String target, String data) {
    // not part of the model
  }

  /** Elements carry their namespaces; the object model needs only that of the document. */
  @Override
  public void startPrefixMapping(String prefix, String uri) {
    // see root
  }

  @Override
  public void endPrefixMapping(String prefix) {
    // see endElement
  }

  private void root(String uri, String name, Attributes attributes) throws SAXException {
    if (!name.equals("PMML")) {
      throw here("its root is <" + Text.printable(name) + ">, not <PMML>");
    }
    String version = attributes.getValue("", "version");
    if (uri.isEmpty()) {
      Version known = version == null ? null : VERSIONS.get(version);
      if (known == null) {
        throw here(
            "<PMML> has neither a namespace nor a version that is read, which are %s"
                .formatted(versions()));
      }
      namespace = known.getNamespaceURI();
    } else if (VERSIONS.values().stream().anyMatch(each -> each.getNamespaceURI().equals(uri))) {
      namespace = uri;
    } else {
      throw here(
          "<PMML> has the namespace '%s'; %s to %s are read, of the versions %s"
              .formatted(
                  Text.printable(uri),
                  Version.getMinimum().getNamespaceURI(),
                  Version.getMaximum().getNamespaceURI(),
                  versions()));
    }
    read = uri;
    super.startPrefixMapping("", namespace);
  }

  private boolean isLeftOut(String uri, String name) {
    String parent = open.element();
    if (rows > 0) {
      return false;
    }
    if (!uri.equals(read)) {
      return parent.equals("Extension") || parent.equals("Header") || OF_HEADER.contains(parent);
    }
    return switch (name) {
      case "Extension" -> !parent.equals(WITH_SCORED_EXTENSIONS);
      // Only the verification of the whole document is ever run.
      case "ModelVerification" -> open.contains("Segment");
      default ->
          DESCRIPTIONS.contains(name) || (parent.equals("Header") && !OF_HEADER.contains(name));
    };
  }

  private static String versions() {
    List<String> versions = VERSIONS.keySet().stream().sorted().toList();
    return versions.get(0) + " to " + versions.get(versions.size() - 1);
  }

  private SAXException here(String problem) {
    return new SAXParseException(problem, locator);
  }
}
