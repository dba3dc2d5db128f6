/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * From the Buy button to the page that says "paid".
 */
@Controller
class CheckoutController {

	private final RefusalLog refusals = new RefusalLog(Clock.systemUTC());

	private final KaspiOrderService kaspi;

	private final ShopOrders orders;

	private final MessageSource messages;

	private final URI returnUrl;

	CheckoutController(KaspiOrderService kaspi, ShopOrders orders, MessageSource messages,
			@Value("${kaspi.pay.return-url}") URI returnUrl) {
		this.kaspi = kaspi;
		this.orders = orders;
		this.messages = messages;
		this.returnUrl = returnUrl;
	}

	@PostMapping("/checkout")
	View buy(Locale locale) {
		ShopOrder order = this.orders.open(Product.RUG.price());
		getCode(order, locale);
		return SeeOther.checkout(order.token());
	}

	private void getCode(ShopOrder order, Locale locale) {
		try {
			this.orders.payable(order.number(), this.kaspi.create(request(order, locale)));
		}
		catch (KaspiPayException ex) {
			this.refusals.log("Kaspi Pay gave no code", order.number(), ex);
			this.orders.unavailable(order.number());
		}
	}

	private KaspiOrderRequest request(ShopOrder order, Locale locale) {
		return KaspiOrderRequest.builder()
			.amount(order.amount())
			.reference(order.reference())
			.metadata(ShopOrders.NUMBER, "" + order.number())
			.description(this.messages.getMessage("payment.description", new Object[] { "" + order.number() }, locale))
			.language(this.messages.getMessage("language", null, locale))
			.returnUrl(UriComponentsBuilder.fromUri(this.returnUrl).queryParam("order", order.token()).build().toUri())
			.build();
	}

	@GetMapping("/checkout/{token}")
	String checkout(@PathVariable String token, Model model, HttpServletResponse response) {
		ShopOrder order = this.orders.find(token);
		Instant now = Instant.now();
		KaspiOrder payment = order.payment();
		Instant expiresAt = (payment != null) ? payment.expiresAt() : null;
		model.addAttribute("order", order);
		model.addAttribute("status", order.currentStatus());
		model.addAttribute("now", now);
		model.addAttribute("left", (expiresAt != null) ? Duration.between(now, expiresAt) : null);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		return "checkout";
	}

	/**
	 * Gives a customer whose code ran out a new one, of the same reference. Kaspi Pay is
	 * asked about the old one first: it may have been paid in its last second.
	 * @param token the order's token
	 * @param locale the customer's language
	 * @return where to go
	 */
	@PostMapping("/checkout/{token}/renew")
	View renew(@PathVariable String token, Locale locale) {
		int number = this.orders.find(token).number();
		if (this.orders.prepareAgain(number)) {
			try {
				if (isCertainlyUnpaid(this.orders.get(number))) {
					getCode(this.orders.get(number), locale);
				}
			}
			catch (RuntimeException ex) {
				this.orders.unavailable(number);
				throw ex;
			}
		}
		return SeeOther.checkout(token);
	}

	private boolean isCertainlyUnpaid(ShopOrder order) {
		KaspiOrder payment = order.payment();
		if (payment == null) {
			return true;
		}
		try {
			KaspiOrder answer = this.kaspi.get(payment.orderId());
			if (!answer.isPaid()) {
				return true;
			}
			this.orders.confirmed(order.number(), answer);
		}
		catch (KaspiPayException ex) {
			this.refusals.log("Kaspi Pay did not say what became of it", order.number(), ex);
		}
		this.orders.unavailable(order.number());
		return false;
	}

	/**
	 * Where Kaspi Pay sends the customer back to. What the address says proves nothing,
	 * so Kaspi Pay is asked; if the order is paid, the event comes from that.
	 * @param token the order's token
	 * @return where to go
	 */
	@GetMapping("/return")
	View comeBack(@RequestParam("order") String token) {
		ShopOrder order = this.orders.find(token);
		KaspiOrder payment = order.payment();
		if (payment != null) {
			try {
				this.orders.confirmed(order.number(), this.kaspi.get(payment.orderId()));
			}
			catch (KaspiPayException ex) {
				this.refusals.log("It could not be confirmed on return; the webhook will", order.number(), ex);
			}
		}
		return SeeOther.checkout(token);
	}

}
