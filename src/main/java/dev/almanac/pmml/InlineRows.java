package dev.almanac.pmml;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.dmg.pmml.Cell;
import org.dmg.pmml.NamespacePrefixes;
import org.dmg.pmml.NamespaceURIs;
import org.dmg.pmml.Row;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * JSON form of the rows of inline tables. Their cells are arbitrary XML, for which the PMML library
 * has no JSON: here a row is an object from cell names to texts, such as {@code {"data:age":
 * "41"}}.
 */
final class InlineRows {
  private static final String DATA_PREFIX = NamespacePrefixes.JPMML_INLINETABLE + ":";

  private InlineRows() {}

  static SimpleModule module() {
    return new SimpleModule("inline rows")
        .addSerializer(Row.class, new Writer())
        .addDeserializer(Row.class, new Reader());
  }

  /** Serializes a row to an object. */
  private static final class Writer extends StdSerializer<Row> {
    Writer() {
      super(Row.class);
    }

    @Override
    public void serialize(Row row, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeStartObject(row);
      for (Object part : row.getContent()) {
        if (part instanceof Element cell && cell.getElementsByTagName("*").getLength() == 0) {
          json.writeStringField(cell.getTagName(), cell.getTextContent());
        } else if (part instanceof Cell cell) {
          json.writeStringField(name(cell.getName()), String.valueOf(cell.getValue()));
        } else if (!(part instanceof String space && space.isBlank())) {
          throw JsonMappingException.from(
              json, "a row of an inline table has more in it than cells of text");
        }
      }
      json.writeEndObject();
    }

    private static String name(QName name) {
      return name.getPrefix().isEmpty()
          ? name.getLocalPart()
          : name.getPrefix() + ":" + name.getLocalPart();
    }
  }

  /** Deserializes an object to a row. */
  private static final class Reader extends StdDeserializer<Row> {
    Reader() {
      super(Row.class);
    }

    @Override
    public Row deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (!json.isExpectedStartObjectToken()) {
        throw JsonMappingException.from(json, "a row of an inline table is not an object");
      }
      Document document = document(json);
      Row row = new Row();
      @Nullable String name = json.nextFieldName();
      while (name != null) {
        if (json.nextToken() != JsonToken.VALUE_STRING) {
          throw JsonMappingException.from(json, "the cell '" + name + "' is not a text");
        }
        row.addContent(cell(document, name, json.getText()));
        name = json.nextFieldName();
      }
      return row;
    }

    private static Element cell(Document document, String name, String text) {
      Element cell =
          document.createElementNS(
              name.startsWith(DATA_PREFIX)
                  ? NamespaceURIs.JPMML_INLINETABLE
                  : NamespaceURIs.PMML_LATEST,
              name);
      cell.setTextContent(text);
      return cell;
    }

    /** An empty document: elements must belong to one. It is not used for parsing. */
    private static Document document(JsonParser json) throws IOException {
      try {
        return DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().newDocument();
      } catch (ParserConfigurationException e) {
        throw JsonMappingException.from(json, "this Java makes no XML documents", e);
      }
    }
  }
}
