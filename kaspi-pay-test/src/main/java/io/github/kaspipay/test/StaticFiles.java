package io.github.kaspipay.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.http.Request;

/**
 * The control page, and the style sheets and scripts of all pages.
 */
final class StaticFiles {

	static final String PATH = "/simulator/web/";

	private static final Pattern NAME = Pattern.compile("[a-z-]+\\.(css|js)");

	private static final Map<String, String> MEDIA_TYPES = Map.of("css", "text/css", "js", "text/javascript");

	private StaticFiles() {
	}

	static Answer page(String name) {
		return Answer.html(read(name));
	}

	static Answer get(Request request) {
		String name = Router.path(request).substring(PATH.length());
		Matcher matcher = NAME.matcher(name);
		if (!matcher.matches()) {
			throw notFound(name);
		}
		return new Answer(200, Map.of("Content-Type", MEDIA_TYPES.get(matcher.group(1)) + "; charset=UTF-8",
				"Cache-Control", "no-cache", "X-Content-Type-Options", "nosniff"), read(name));
	}

	private static String read(String name) {
		try (InputStream resource = StaticFiles.class.getResourceAsStream("web/" + name)) {
			if (resource == null) {
				throw notFound(name);
			}
			return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ApiException notFound(String name) {
		return new ApiException(404, "NOT_FOUND", "There is no file " + name);
	}

}
