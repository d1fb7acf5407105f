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
 * Screens a document in one streaming pass and rejects content that must not reach the evaluator:
 * functions named after classes, which it would load; nesting that overflows the stack; elements
 * that exhaust the memory; functions that call each other without end; and numbers that are not
 * finite.
 */
final class PmmlScreen {
  /** Trees nest two levels for each split; expressions one for each call. */
  static final int MAX_DEPTH = 600;

  /** Approximately the content of a document of maximum size. */
  static final int MAX_ELEMENTS = 5_000_000;

  private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

  /** A qualified class name, and the hash code that follows it in an object's default text. */
  private static final Pattern CLASS_NAME =
      Pattern.compile("\\b(?:[a-z][a-z0-9_]*\\.){2,}([A-Z]\\w*)(?:[$]\\w+)*(?:@[0-9a-f]+)?");

  private PmmlScreen() {}

  /**
   * Screens a document.
   *
   * @throws AlmanacException ARTIFACT_DAMAGED with the problem and its location
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

  /** An error of a document, with a suggestion for the user. */
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

  /** The message of a library error without class names, which may be absent or about internals. */
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
