/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.documentation;

import org.jspecify.annotations.Nullable;

/**
 * A code block.
 *
 * @param page the page it stands on
 * @param line the line of the page it begins at
 * @param language the language that is named after its fence; empty if none is
 * @param text its lines
 * @param unchecked why it cannot be checked, or {@code null} if it is checked
 */
record CodeBlock(String page, int line, String language, String text, @Nullable String unchecked) {

	String where() {
		return this.page + ":" + this.line;
	}

	@Override
	public String toString() {
		return where() + "\n" + this.text;
	}

}
