package dev.almanac.pmml;

import java.nio.charset.StandardCharsets;

/** Documents of one model that forecasts y, an expression of the text x. */
final class TextDocument {
  private TextDocument() {}

  static byte[] bytes(String document) {
    return document.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The document.
   *
   * @param dictionary the TransformationDictionary, or nothing
   * @param expression what y is
   */
  static String document(String dictionary, String expression) {
    return """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
        <DataDictionary><DataField name="x" optype="categorical" dataType="string"/>
        <DataField name="y" optype="continuous" dataType="double"/></DataDictionary>%s
        <RegressionModel functionName="regression">
        <MiningSchema><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema>
        <LocalTransformations><DerivedField name="d" optype="continuous" dataType="double">%s</DerivedField></LocalTransformations>
        <RegressionTable intercept="0"><NumericPredictor name="d" coefficient="1"/></RegressionTable>
        </RegressionModel></PMML>
        """
        .formatted(dictionary, expression);
  }
}
