package dev.almanac.pmml;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jpmml.model.PMMLException;
import org.jpmml.model.filters.ImportFilter;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;

/**
 * Reads a document from end to end once, building nothing, and refuses what must not reach the
 * evaluator: it would load a class that a function is named after, overflow the stack on deep
 * nesting, take all memory for a document of many elements, run for ever on functions that call
 * each other, and answer NaN where a number of the model is none.
 */
final class PmmlScreen {
  /** Trees nest two levels for each split; expressions one for each call. */
  static final int MAX_DEPTH = 600;

  /** About what a document of the largest size can hold. */
  static final int MAX_ELEMENTS = 5_000_000;

  private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

  /** The name of a class with its packages, and the hash code that follows where an object is. */
  private static final Pattern CLASS_NAME =
      Pattern.compile("\\b(?:[a-z][a-z0-9_]*\\.){2,}([A-Z]\\w*)(?:[$]\\w+)*(?:@[0-9a-f]+)?");

  private PmmlScreen() {}

  /**
   * @throws AlmanacException ARTIFACT_DAMAGED with what is wrong and where
   */
  static void check(byte[] pmml) {
    if (pmml.length > PmmlModel.MAX_BYTES) {
      throw damaged(
          String.format(
              Locale.ROOT,
              "it has %d bytes, more than the %d that are read",
              pmml.length,
              PmmlModel.MAX_BYTES),
          null);
    }
    ScreenHandler handler = new ScreenHandler();
    try {
      // The same filters in the same order as before the object model, see PmmlSource.
      XMLReader reader = new ImportFilter(new ScoredParts(reader()));
      reader.setContentHandler(handler);
      reader.setErrorHandler(handler);
      reader.setEntityResolver(handler);
      reader.parse(new InputSource(new ByteArrayInputStream(pmml)));
    } catch (SAXParseException e) {
      throw damaged(
          String.format(
              Locale.ROOT,
              "line %d, column %d: %s",
              e.getLineNumber(),
              e.getColumnNumber(),
              plain(e.getMessage())),
          e);
    } catch (SAXException | IOException e) {
      throw damaged(plain(e.getMessage()), e);
    } catch (ParserConfigurationException e) {
      throw new AlmanacException(
          ErrorCode.INTERNAL, "this Java has no XML parser that refuses DOCTYPE", e);
    }
    handler.checkCalls();
  }

  /** An error of a document, with what to do about it. */
  static AlmanacException damaged(String what, @Nullable Throwable cause) {
    return new AlmanacException(
        ErrorCode.ARTIFACT_DAMAGED,
        "The PMML document is refused: "
            + what
            + ".\n"
            + "It is not used for scoring. Export the model again, or get the document anew from"
            + " where it comes.",
        cause);
  }

  static String plain(@Nullable String message) {
    return message == null
        ? "no reason given"
        : Text.message(CLASS_NAME.matcher(message.strip()).replaceAll("$1"));
  }

  /** What an error of the library says, which may be nothing or about its own insides. */
  static String plain(Throwable error) {
    if (error instanceof PMMLException || error instanceof SAXException) {
      return plain(error.getMessage());
    }
    boolean ofValues =
        error instanceof IllegalArgumentException || error instanceof ArithmeticException;
    return ofValues && error.getMessage() != null
        ? "the evaluator cannot work with it: " + plain(error.getMessage())
        : "the evaluator cannot work with it";
  }

  private static XMLReader reader() throws ParserConfigurationException, SAXException {
    // The JDK's own parser: another one on the class path may not know the features below.
    SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature(NO_DOCTYPE, true);
    return factory.newSAXParser().getXMLReader();
  }
}
