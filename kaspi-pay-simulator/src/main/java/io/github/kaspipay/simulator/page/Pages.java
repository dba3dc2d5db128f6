/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.page;

import java.util.function.Supplier;

import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.Routes;

/**
 * What the simulator shows to humans: the control page at <code>/</code>, the phone, and
 * what the two need beside the control API. Internal to the simulator.
 */
public final class Pages {

	/**
	 * The path that the control page gets an access token at.
	 */
	public static final String TOKEN_PATH = "/simulator/token";

	private final PhonePage phone;

	private final Supplier<String> tokens;

	/**
	 * Creates the pages.
	 * @param orders the orders, as the phone shows them
	 * @param qrPayments the payments of the QR API, as the phone shows them
	 * @param tokens issues an access token, so that the commands that the control page
	 * offers work without the client's secret
	 */
	public Pages(PhoneInbox orders, PhoneInbox qrPayments, Supplier<String> tokens) {
		this.phone = new PhonePage(orders, qrPayments);
		this.tokens = tokens;
	}

	public void addTo(Routes routes) {
		routes.on("GET", "/", (request, none) -> Answer.html(WebFile.read("control.html")))
			.on("GET", "/phone", (request, none) -> this.phone.show(request))
			.on("GET", "/simulator/web/{}[.]css", (request, name) -> file(name + ".css", "text/css"))
			.on("GET", "/simulator/web/{}[.]js", (request, name) -> file(name + ".js", "text/javascript"))
			.on("POST", TOKEN_PATH, (request, none) -> Answer.file("text/plain", this.tokens.get()));
	}

	private static Answer file(String name, String mediaType) {
		return Answer.file(mediaType, WebFile.read(name));
	}

}
