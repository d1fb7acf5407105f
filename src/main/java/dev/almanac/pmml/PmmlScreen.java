package dev.almanac.pmml;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
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
    ScreenHandler handler = new ScreenHandler();
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
    return message == null ? "no reason given" : Text.message(message);
  }

  private static XMLReader reader() throws ParserConfigurationException, SAXException {
    // The JDK's own parser: another one on the class path may not know the features below.
    SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature(NO_DOCTYPE, true);
    return factory.newSAXParser().getXMLReader();
  }
}
