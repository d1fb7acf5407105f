package dev.almanac.pmml;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.dmg.pmml.PMMLFunctions;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads a document from end to end once, building nothing, and refuses what must not reach the
 * evaluator: it would load a class that a function is named after, overflow the stack on deep
 * nesting, and take all memory for a document of many elements.
 */
final class PmmlScreen {
  /** Trees nest two levels for each split; expressions one for each call. */
  static final int MAX_DEPTH = 600;

  /** About what a document of the largest size can hold. */
  static final int MAX_ELEMENTS = 5_000_000;

  private static final Set<String> BUILT_IN = builtIn();
  private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

  private PmmlScreen() {}

  /**
   * @throws AlmanacException ARTIFACT_DAMAGED with what is wrong and where
   */
  static void check(byte[] pmml) {
    if (pmml.length > PmmlModel.MAX_BYTES) {
      throw damaged(
          "it has %d bytes, more than the %d that are read"
              .formatted(pmml.length, PmmlModel.MAX_BYTES),
          null);
    }
    Handler handler = new Handler();
    try {
      XMLReader reader = reader();
      reader.setContentHandler(handler);
      reader.setErrorHandler(handler);
      reader.setEntityResolver(handler);
      reader.parse(new InputSource(new ByteArrayInputStream(pmml)));
    } catch (SAXParseException e) {
      throw damaged(
          "line %d, column %d: %s"
              .formatted(e.getLineNumber(), e.getColumnNumber(), plain(e.getMessage())),
          e);
    } catch (SAXException | IOException e) {
      throw damaged(plain(e.getMessage()), e);
    } catch (ParserConfigurationException e) {
      throw new AlmanacException(
          ErrorCode.INTERNAL, "this Java has no XML parser that refuses DOCTYPE", e);
    }
    handler.checkFunctions();
  }

  /** An error of a document, with what to do about it. */
  static AlmanacException damaged(String what, @Nullable Throwable cause) {
    return new AlmanacException(
        ErrorCode.ARTIFACT_DAMAGED,
        "The PMML document is refused: "
            + what
            + ".\nIt is not used for scoring. Export the model again, or get the document anew from where it comes.",
        cause);
  }

  static String plain(@Nullable String message) {
    return message == null ? "no reason given" : Text.printable(message.strip());
  }

  private static XMLReader reader() throws ParserConfigurationException, SAXException {
    // The JDK's own parser: another one on the class path may not know the features below.
    SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature(NO_DOCTYPE, true);
    return factory.newSAXParser().getXMLReader();
  }

  private static Set<String> builtIn() {
    Set<String> names = new HashSet<>();
    for (Field field : PMMLFunctions.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
        try {
          names.add((String) field.get(null));
        } catch (IllegalAccessException e) {
          throw new IllegalStateException("a public constant cannot be read: " + field, e);
        }
      }
    }
    return Set.copyOf(names);
  }

  /** Counts, and collects the names of functions that are called and defined. */
  private static final class Handler extends DefaultHandler {
    private final Set<String> called = new LinkedHashSet<>();
    private final Set<String> defined = new HashSet<>();
    private int depth;
    private int elements;

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes)
        throws SAXException {
      if (depth == 0 && !localName.equals("PMML")) {
        throw new SAXException("its root is <" + Text.printable(localName) + ">, not <PMML>");
      }
      if (++depth > MAX_DEPTH) {
        throw new SAXException("its elements nest deeper than " + MAX_DEPTH + " levels");
      }
      if (++elements > MAX_ELEMENTS) {
        throw new SAXException("it has more than " + MAX_ELEMENTS + " elements");
      }
      if (localName.equals("Apply")) {
        add(called, attributes.getValue("function"));
      } else if (localName.equals("DefineFunction")) {
        add(defined, attributes.getValue("name"));
      }
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
      depth--;
    }

    @Override
    public InputSource resolveEntity(@Nullable String publicId, @Nullable String systemId)
        throws SAXException {
      throw new SAXException("it refers to an entity outside of itself");
    }

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    void checkFunctions() {
      for (String name : called) {
        // A name with a dot is looked up as a class before the document's own definitions are.
        boolean own = defined.contains(name) && name.indexOf('.') < 0;
        if (!own && !BUILT_IN.contains(name)) {
          throw damaged(
              "it calls the function '%s', which is neither PMML's nor defined in the document"
                  .formatted(Text.printable(name)),
              null);
        }
      }
    }

    private static void add(Set<String> names, @Nullable String name) {
      if (name != null) {
        names.add(name);
      }
    }
  }
}
