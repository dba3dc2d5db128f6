package io.github.kaspipay.test;

import java.net.URI;

import com.github.tomakehurst.wiremock.http.Request;

/**
 * Tells what a page of another site made a browser send. Browsers say where a request
 * comes from; other programs say nothing.
 */
final class CrossSite {

	private CrossSite() {
	}

	static boolean isCrossSite(Request request) {
		String site = request.getHeader("Sec-Fetch-Site");
		if (site != null) {
			return site.equals("cross-site");
		}
		String origin = request.getHeader("Origin");
		return origin != null && !isHost(origin, request.getHost());
	}

	private static boolean isHost(String origin, String host) {
		try {
			return host.equals(URI.create(origin).getHost());
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
