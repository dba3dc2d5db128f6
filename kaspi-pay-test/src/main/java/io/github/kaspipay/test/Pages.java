package io.github.kaspipay.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.qr.KaspiQrCode;

/**
 * What the simulator shows to humans: the control page at <code>/</code>, the phone, and
 * what the two need beside the control API.
 */
final class Pages {

	static final String TOKEN_PATH = "/simulator/token";

	private final OrderBook orders;

	private final AccessTokens tokens;

	private final Routes routes;

	Pages(OrderBook orders, AccessTokens tokens, PhonePage phone, AccountPage account) {
		this.orders = orders;
		this.tokens = tokens;
		this.routes = new Routes().on("GET", "/", (request, none) -> Answer.html(read("control.html")))
			.on("GET", "/phone", (request, none) -> phone.show(request))
			.on("GET", "/phone/account", (request, none) -> account.show(request))
			.on("GET", "/phone/account/{}", account::paid)
			.on("POST", "/phone/account/{}", account::pay)
			.on("GET", "/phone/quick-pay/{}", (request, token) -> account.quick(token))
			.on("GET", "/pay/{}", (request, service) -> account.open(request))
			.on("GET", "/simulator/web/{}[.]css", (request, name) -> file(name + ".css", "text/css"))
			.on("GET", "/simulator/web/{}[.]js", (request, name) -> file(name + ".js", "text/javascript"))
			.on("GET", "/simulator/orders/{}/qr[.]svg", (request, orderId) -> qrCode(orderId))
			.on("POST", TOKEN_PATH, (request, none) -> token());
	}

	boolean has(String path) {
		return this.routes.has(path);
	}

	Answer answer(Request request) {
		return this.routes.answer(request);
	}

	private Answer qrCode(String orderId) {
		SimulatedOrder order = this.orders.find(orderId).orElseThrow(() -> ApiException.orderNotFound(orderId));
		return answer("image/svg+xml", KaspiQrCode.of(order.qrData()).toSvg());
	}

	/**
	 * Lets the commands that the control page offers work without the client's secret.
	 */
	private Answer token() {
		return answer("text/plain", this.tokens.issue());
	}

	private static Answer file(String name, String mediaType) {
		return answer(mediaType, read(name));
	}

	private static Answer answer(String mediaType, String body) {
		return new Answer(200, Map.of("Content-Type", mediaType + "; charset=UTF-8", "Cache-Control", "no-cache",
				"X-Content-Type-Options", "nosniff"), body);
	}

	private static String read(String name) {
		try (InputStream resource = Pages.class.getResourceAsStream("web/" + name)) {
			if (resource == null) {
				throw new ApiException(404, "NOT_FOUND", "There is no file " + name);
			}
			return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
