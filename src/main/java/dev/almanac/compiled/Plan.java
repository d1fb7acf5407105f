package dev.almanac.compiled;

/** A step that is made when all texts of the document are known. */
interface Plan {
  Step make(Words.Builder words);
}
