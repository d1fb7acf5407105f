package dev.almanac.pmml;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** Checks of {@link PmmlScreen} while it reads one document. */
final class ScreenHandler extends DefaultHandler {
  private final FunctionCalls calls = new FunctionCalls();
  private final TextIndexes texts = new TextIndexes();
  private final FiniteNumbers numbers = new FiniteNumbers();
  private @Nullable Locator locator;
  private int depth;
  private int elements;

  /** The depth of the row whose cells are being read, which may have any names; 0 outside. */
  private int row;

  @Override
  public void setDocumentLocator(Locator locator) {
    this.locator = locator;
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes attributes)
      throws SAXException {
    if (++depth > PmmlScreen.MAX_DEPTH) {
      throw here("its elements nest deeper than " + PmmlScreen.MAX_DEPTH + " levels");
    }
    if (++elements > PmmlScreen.MAX_ELEMENTS) {
      throw here("it has more than " + PmmlScreen.MAX_ELEMENTS + " elements");
    }
    refuse(texts.begin(localName, attributes));
    if (localName.equals("Apply")) {
      calls.call(attributes.getValue("function"));
    } else if (localName.equals("DefineFunction")) {
      calls.begin(attributes.getValue("name"));
    }
    if (row == 0) {
      refuse(PmmlSchema.problem(localName, attributes));
      refuse(numbers.begin(localName, attributes));
    }
    if (row == 0 && localName.equals("row")) {
      row = depth;
    }
  }

  @Override
  public void characters(char[] text, int start, int length) throws SAXException {
    texts.text(text, start, length);
    refuse(numbers.text(text, start, length));
  }

  @Override
  public void endElement(String uri, String localName, String qName) throws SAXException {
    if (row == depth) {
      row = 0;
    }
    depth--;
    texts.end(localName);
    if (localName.equals("DefineFunction")) {
      calls.end();
    }
    refuse(numbers.end());
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

  /** Checks that need the whole document: which functions are called, and how often. */
  void checkCalls() {
    for (String problem : List.of(calls.problem(), texts.problem())) {
      if (!problem.isEmpty()) {
        throw PmmlScreen.damaged(problem, null);
      }
    }
  }

  private void refuse(String problem) throws SAXException {
    if (!problem.isEmpty()) {
      throw here(problem);
    }
  }

  private SAXException here(String problem) {
    return new SAXParseException(problem, locator);
  }
}
