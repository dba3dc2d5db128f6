/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.page;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of HTML with <code>{{names}}</code> to be filled in. Text is escaped.
 */
public final class HtmlTemplate {

	private static final Pattern NAME = Pattern.compile("\\{\\{(\\w+)}}");

	private final String source;

	private HtmlTemplate(String source) {
		this.source = source;
	}

	public static HtmlTemplate load(String name) {
		return new HtmlTemplate(WebFile.read(name));
	}

	public Html render(Map<String, ?> values) {
		return new Html(NAME.matcher(this.source)
			.replaceAll((match) -> Matcher.quoteReplacement(toHtml(match.group(1), values).content())));
	}

	private static Html toHtml(String name, Map<String, ?> values) {
		Object value = values.get(name);
		if (value == null) {
			throw new IllegalArgumentException("There is no value for " + name);
		}
		return (value instanceof Html html) ? html : Html.escape(value.toString());
	}

	/**
	 * Finished HTML.
	 *
	 * @param content the markup
	 */
	public record Html(String content) {

		public static final Html EMPTY = new Html("");

		public static Html escape(String text) {
			return new Html(text.replace("&", "&amp;")
				.replace("<", "&lt;")
				.replace(">", "&gt;")
				.replace("\"", "&quot;")
				.replace("'", "&#39;"));
		}

		public Html plus(Html other) {
			return new Html(this.content + other.content);
		}

	}

}
