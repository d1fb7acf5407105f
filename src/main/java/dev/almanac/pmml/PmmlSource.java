package dev.almanac.pmml;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Text;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.ValidationEvent;
import jakarta.xml.bind.ValidationEventHandler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jpmml.model.filters.ImportFilter;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.XMLFilter;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * Feeds a screened document to the object model: filters remove or rewrite what it would misread,
 * and an event handler rejects what it does not recognize. For one document.
 */
final class PmmlSource implements ValidationEventHandler {
  private final Deque<String> open = new ArrayDeque<>();
  private String problem = "";

  /** The filters, in order from the parser. */
  List<XMLFilter> filters() {
    return List.of(new ScoredParts(), new ImportFilter(), new ReadableNumbers(), new Path());
  }

  /** Stops on any content that the object model would ignore. */
  @Override
  public boolean handleEvent(ValidationEvent event) {
    problem =
        String.format(
            Locale.ROOT,
            "line %d, column %d: %s",
            event.getLocator().getLineNumber(),
            event.getLocator().getColumnNumber(),
            describe(event));
    return false;
  }

  /** The error of a reading that stopped early. */
  AlmanacException refused(JAXBException e) {
    Throwable cause = e.getLinkedException() == null ? e : e.getLinkedException();
    return PmmlScreen.damaged(problem.isEmpty() ? PmmlScreen.plain(cause) : problem, e);
  }

  private String describe(ValidationEvent event) {
    String element = open.isEmpty() ? "PMML" : open.pop();
    return open.isEmpty() || !String.valueOf(event.getMessage()).startsWith("unexpected element")
        ? "<%s>: %s".formatted(element, PmmlScreen.plain(event.getMessage()))
        : "PMML has no <%s> within a <%s>"
            .formatted(Text.printable(element), Text.printable(open.element()));
  }

  /** The stack of open elements, which an event does not contain. */
  private final class Path extends XMLFilterImpl {
    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes)
        throws SAXException {
      open.push(localName);
      super.startElement(uri, localName, qName, attributes);
    }

    @Override
    public void endElement(String uri, String localName, String qName) throws SAXException {
      super.endElement(uri, localName, qName);
      open.pop();
    }
  }
}
