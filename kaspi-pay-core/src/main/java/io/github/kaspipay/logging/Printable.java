/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.logging;

import java.util.Locale;

/**
 * Makes one line of a text that came from outside, and nothing that a terminal obeys.
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
		if (text.chars().noneMatch(Printable::isEscaped)) {
			return text;
		}
		StringBuilder printable = new StringBuilder(text.length() + 16);
		text.chars()
			.forEach((each) -> printable
				.append(isEscaped(each) ? String.format(Locale.ROOT, "\\u%04x", each) : String.valueOf((char) each)));
		return printable.toString();
	}

	private static boolean isEscaped(int each) {
		return switch (Character.getType(each)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
			default -> false;
		};
	}

}
