package dev.almanac.pmml;

import dev.almanac.core.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** What {@link PmmlScreen} looks at while it reads one document. */
final class ScreenHandler extends DefaultHandler {
  private final FunctionCalls calls = new FunctionCalls();
  private final TextIndexes texts = new TextIndexes();
  private final FiniteNumbers numbers = new FiniteNumbers();
  private @Nullable Locator locator;
  private int depth;
  private int elements;

  @Override
  public void setDocumentLocator(Locator locator) {
    this.locator = locator;
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes attributes)
      throws SAXException {
    if (depth == 0 && !localName.equals("PMML")) {
      throw new SAXException("its root is <" + Text.printable(localName) + ">, not <PMML>");
    }
    if (++depth > PmmlScreen.MAX_DEPTH) {
      throw new SAXException("its elements nest deeper than " + PmmlScreen.MAX_DEPTH + " levels");
    }
    if (++elements > PmmlScreen.MAX_ELEMENTS) {
      throw new SAXException("it has more than " + PmmlScreen.MAX_ELEMENTS + " elements");
    }
    refuse(texts.begin(localName, attributes));
    if (localName.equals("Apply")) {
      calls.call(attributes.getValue("function"));
    } else if (localName.equals("DefineFunction")) {
      calls.begin(attributes.getValue("name"));
    }
    refuse(numbers.begin(localName, attributes));
  }

  @Override
  public void characters(char[] text, int start, int length) throws SAXException {
    texts.text(text, start, length);
    refuse(numbers.text(text, start, length));
  }

  @Override
  public void endElement(String uri, String localName, String qName) throws SAXException {
    depth--;
    texts.end(localName);
    if (localName.equals("DefineFunction")) {
      calls.end();
    }
    refuse(numbers.end(localName));
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

  /** What only the whole document can tell: which functions are called, and how often. */
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
