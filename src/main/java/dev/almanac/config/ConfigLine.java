package dev.almanac.config;

/**
 * One effective setting.
 *
 * @param key its full path; platform settings begin with {@code almanac.}
 * @param value the value as text, lists as JSON, secrets masked
 * @param origin where the value comes from: {@code jobs/x.conf: 12}, {@code reference default},
 *     {@code environment NAME}, {@code command line -D} or {@code derived from …}
 */
public record ConfigLine(String key, String value, String origin) {}
