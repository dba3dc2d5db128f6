package io.github.kaspipay.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of HTML with <code>{{names}}</code> to be filled in. Text is escaped.
 */
final class HtmlTemplate {

	private static final Pattern NAME = Pattern.compile("\\{\\{(\\w+)}}");

	private final String source;

	private HtmlTemplate(String source) {
		this.source = source;
	}

	static HtmlTemplate load(String name) {
		try (InputStream resource = HtmlTemplate.class.getResourceAsStream(name)) {
			if (resource == null) {
				throw new IllegalStateException("There is no resource " + name);
			}
			return new HtmlTemplate(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Html render(Map<String, ?> values) {
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
	record Html(String content) {

		static final Html EMPTY = new Html("");

		static Html escape(String text) {
			return new Html(text.replace("&", "&amp;")
				.replace("<", "&lt;")
				.replace(">", "&gt;")
				.replace("\"", "&quot;")
				.replace("'", "&#39;"));
		}

		Html plus(Html other) {
			return new Html(this.content + other.content);
		}

	}

}
