/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.server;

import java.util.Locale;

import com.github.tomakehurst.wiremock.http.Request;

/**
 * Tells what a page of another origin made a browser send. Browsers say where a request
 * comes from; other programs say nothing. An application at another port of this machine
 * is another origin too.
 */
final class CrossSite {

	private CrossSite() {
	}

	/**
	 * Tells whether a request of a page of another origin would change or reveal
	 * something. Links to pages are left alone: a shop sends its customers to the phone.
	 * @param request the request
	 * @param path the request's path
	 * @return whether to refuse it
	 */
	static boolean isForbidden(Request request, String path) {
		if (!isCrossOrigin(request)) {
			return false;
		}
		boolean reads = request.getMethod().getName().equals("GET");
		return !reads || (path.startsWith("/simulator") && !"navigate".equals(request.getHeader("Sec-Fetch-Mode")));
	}

	private static boolean isCrossOrigin(Request request) {
		String site = request.getHeader("Sec-Fetch-Site");
		if (site != null) {
			return !site.equals("same-origin") && !site.equals("none");
		}
		String origin = request.getHeader("Origin");
		return origin != null && !origin.toLowerCase(Locale.ROOT).equals("http://" + AllowedHosts.header(request));
	}

}
