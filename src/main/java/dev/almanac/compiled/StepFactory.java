package dev.almanac.compiled;

/** A step that is made when all texts of the document are known. */
interface StepFactory {
  Step make(StringDictionary.Builder words);
}
