package dev.almanac.scoring;

import java.util.ArrayList;
import java.util.List;
import org.json4s.AsJsonInput;
import org.json4s.JArray;
import org.json4s.JObject;
import org.json4s.JString;
import org.json4s.JValue;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/** Reads JSON with Spark's own parser and keeps duplicate names. */
final class JsonTree {
  /** A name and its value. */
  record Member(String name, JValue value) {}

  private JsonTree() {}

  static JValue parse(String json) {
    return org.json4s.jackson.JsonMethods$.MODULE$.parse(
        json, false, true, AsJsonInput.stringAsJsonInput());
  }

  /** The members of an object, in their order; empty if the value is not an object. */
  static List<Member> members(JValue value) {
    List<Member> members = new ArrayList<>();
    if (value instanceof JObject object) {
      for (Tuple2<String, JValue> field : CollectionConverters.asJava(object.obj())) {
        members.add(new Member(field._1(), field._2()));
      }
    }
    return members;
  }

  /** All string values of a name, at any depth. */
  static List<String> texts(JValue value, String name) {
    List<String> texts = new ArrayList<>();
    for (Member member : members(value)) {
      if (member.name().equals(name) && member.value() instanceof JString text) {
        texts.add(text.s());
      }
      texts.addAll(texts(member.value(), name));
    }
    if (value instanceof JArray array) {
      for (JValue element : CollectionConverters.asJava(array.arr())) {
        texts.addAll(texts(element, name));
      }
    }
    return texts;
  }
}
