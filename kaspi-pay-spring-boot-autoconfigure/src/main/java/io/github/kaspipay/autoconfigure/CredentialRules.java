/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a value copied from the Kaspi Pay dashboard must not be: the placeholder of an
 * example, or text with characters that nobody sees. Never shows the value. Internal: for
 * the packages of this starter only.
 */
public final class CredentialRules {

	private static final Logger logger = LoggerFactory.getLogger(CredentialRules.class);

	private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][\\w.-]*)}");

	/**
	 * The words of a placeholder and nothing else: one random part makes it a secret.
	 */
	private static final Pattern PLACEHOLDER = Pattern.compile(
			"[<\\[{(]*((your|my|insert|enter|paste|put|replace|change|fill|set|add|use|copy|me|it|this|here|with|in|"
					+ "the|real|actual|kaspi|pay|web|hook|client|merchant|oauth2?|api|id|secret|key|token|password|value|"
					+ "placeholder|todo|tbd|fixme|example|dummy|sample|x{3,}+|\\*{3,}+|\\.{3,}+|"
					+ "ваша?|мой|сюда|вставьте|замените|секрет|ключ|пароль)[-_. ]*)+[>\\]})]*",
			Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

	/**
	 * What a shell, a template or a build should have replaced, and what says that there
	 * is nothing.
	 */
	private static final Pattern UNREPLACED = Pattern
		.compile("\\$[A-Z][A-Z0-9]*(_[A-Z0-9]+)+|%[A-Z][A-Z0-9]*(_[A-Z0-9]+)+%|@[A-Za-z]+([._-][A-Za-z]+)+@|"
				+ "\\{\\{.*}}|#\\{.*}|ENC\\(.*\\)|\\{cipher}.*|null|undefined|none|nil");

	private static final int LONGEST_PLACEHOLDER = 64;

	private CredentialRules() {
	}

	/**
	 * Checks a value.
	 * @param property the property it comes from
	 * @param value the value
	 * @return the value without the white space around it, which is empty if there is
	 * nothing else
	 */
	public static String check(String property, @Nullable String value) {
		if (value == null) {
			return "";
		}
		String stripped = strip(value);
		refuseInvisible(property, stripped);
		refusePlaceholder(property, stripped);
		if (!stripped.isEmpty() && !stripped.equals(value)) {
			logger.warn("{} has white space around it, which is left out; remove it from the property", property);
		}
		if (isQuoted(stripped)) {
			logger.warn("{} has quotation marks around it, which count as part of it; remove them from the property, "
					+ "or from the file that sets the variable", property);
		}
		return stripped;
	}

	private static boolean isQuoted(String value) {
		int last = value.length() - 1;
		return last > 0 && value.charAt(0) == value.charAt(last) && (value.charAt(0) == '"' || value.charAt(0) == '\'');
	}

	/**
	 * Returns the variable that a value names and that nobody has set.
	 * @param value the value, as it was bound
	 * @return the name of the variable, or {@code null} if the value names none
	 */
	public static @Nullable String unsetVariable(String value) {
		Matcher variable = VARIABLE.matcher(value);
		return variable.find() ? variable.group(1) : null;
	}

	/**
	 * Returns what is to be thrown where a value names a variable that is not set.
	 * @param property the property's full name
	 * @param variable the variable
	 * @return the exception, to be thrown
	 */
	public static KaspiPayConfigurationException unset(String property, String variable) {
		return new KaspiPayConfigurationException(
				property + " holds a placeholder: the variable " + variable + " is not set.",
				"Set the environment variable or property " + variable + " for this application, or set " + property
						+ " itself.");
	}

	private static String strip(String value) {
		int start = 0;
		int end = value.length();
		while (start < end && isSpace(value.codePointAt(start))) {
			start += Character.charCount(value.codePointAt(start));
		}
		while (end > start && isSpace(value.codePointBefore(end))) {
			end -= Character.charCount(value.codePointBefore(end));
		}
		return value.substring(start, end);
	}

	private static void refuseInvisible(String property, String value) {
		int[] codePoints = value.codePoints().toArray();
		for (int i = 0; i < codePoints.length; i++) {
			if (codePoints[i] != ' ' && isSpace(codePoints[i])) {
				throw new KaspiPayConfigurationException(
						String.format(Locale.ROOT, "%s has an invisible character, U+%04X, as character %d of %d.",
								property, codePoints[i], i + 1, codePoints.length),
						"Copy the value from the Kaspi Pay dashboard into " + property
								+ " again, as plain text and not by way of a document or a chat.");
			}
		}
	}

	private static void refusePlaceholder(String property, String value) {
		String variable = unsetVariable(value);
		if (variable != null) {
			throw unset(property, variable);
		}
		if (UNREPLACED.matcher(value).matches()
				|| (value.length() <= LONGEST_PLACEHOLDER && PLACEHOLDER.matcher(value).matches())) {
			throw new KaspiPayConfigurationException(property + " holds a placeholder, not a real value.",
					"Copy the value from the Kaspi Pay dashboard into " + property + ".");
		}
	}

	private static boolean isSpace(int codePoint) {
		return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)
				|| Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.FORMAT;
	}

}
