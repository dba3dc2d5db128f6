/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.logging;

import java.util.Locale;

/**
 * Makes one line of a text that came from outside, and nothing that a terminal obeys.
 * Internal: it may change in any release.
 */
public final class Printable {

	private Printable() {
	}

	/**
	 * Escapes what is not visible: line breaks, control characters, and those that change
	 * the direction of what follows.
	 * @param text the text
	 * @return the text, with these as backslash, u and four hex digits
	 */
	public static String of(String text) {
		if (isPrintable(text)) {
			return text;
		}
		StringBuilder printable = new StringBuilder(text.length() + 16);
		text.chars()
			.forEach((each) -> printable
				.append(isEscaped(each) ? String.format(Locale.ROOT, "\\u%04x", each) : String.valueOf((char) each)));
		return printable.toString();
	}

	/**
	 * Makes a short line: control characters become spaces, the rest is escaped as in
	 * {@link #of}, and what is too long is cut.
	 * @param text the text
	 * @param maxLength how many characters the line has at the most
	 * @return the line
	 */
	public static String line(String text, int maxLength) {
		String line = of(text.replaceAll("\\p{Cntrl}", " ").strip());
		if (line.length() <= maxLength) {
			return line;
		}
		boolean splitsPair = Character.isHighSurrogate(line.charAt(maxLength - 1));
		return line.substring(0, splitsPair ? maxLength - 1 : maxLength);
	}

	private static boolean isPrintable(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (isEscaped(text.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isEscaped(int each) {
		return switch (Character.getType(each)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
			default -> false;
		};
	}

}
