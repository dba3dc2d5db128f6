/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import io.github.kaspipay.KaspiOperationInProgressException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiRefundRefusedException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.fee.KaspiFees;
import io.github.kaspipay.order.KaspiDisputes;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiRefund;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The merchant's side: all orders, what is known of each, refunds and disputes. A real
 * shop asks for a login here.
 */
@Controller
@RequestMapping("/orders")
class OrdersController {

	private static final Logger log = LoggerFactory.getLogger(OrdersController.class);

	private static final int LONGEST_AMOUNT = 30;

	private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,13}([.][0-9]{1,2})?");

	private final KaspiOrderService kaspi;

	private final KaspiDisputes disputes;

	private final KaspiFees fees;

	private final ShopOrders orders;

	private final TengePrinter tenge;

	private final MessageSource messages;

	OrdersController(KaspiOrderService kaspi, KaspiDisputes disputes, KaspiFees fees, ShopOrders orders,
			TengePrinter tenge, MessageSource messages) {
		this.kaspi = kaspi;
		this.disputes = disputes;
		this.fees = fees;
		this.orders = orders;
		this.tenge = tenge;
		this.messages = messages;
	}

	@GetMapping
	String orders(Model model) {
		model.addAttribute("rows",
				this.orders.newestFirst().stream().map((order) -> new Row(order, fee(order))).toList());
		return "orders";
	}

	@GetMapping("/{number}")
	String order(@PathVariable int number, Model model) {
		ShopOrder order = this.orders.get(number);
		model.addAttribute("order", order);
		model.addAttribute("status", order.currentStatus());
		model.addAttribute("fee", fee(order));
		model.addAttribute("left", leftToRefund(order));
		model.addAttribute("payments", payments(order));
		return "order";
	}

	private @Nullable BigDecimal fee(ShopOrder order) {
		if (order.paidOrderId() == null) {
			return null;
		}
		BigDecimal refunded = order.refundedAmount();
		BigDecimal fee = this.fees.qr(order.amount());
		return (refunded.signum() > 0) ? fee.add(this.fees.refund(refunded)) : fee;
	}

	private BigDecimal leftToRefund(ShopOrder order) {
		return Optional.ofNullable(order.paidOrderId())
			.flatMap(this.kaspi::findByOrderId)
			.map(KaspiOrder::leftToRefund)
			.orElse(BigDecimal.ZERO);
	}

	private List<Payment> payments(ShopOrder order) {
		return order.payments()
			.stream()
			.flatMap((payment) -> this.kaspi.findByOrderId(payment.orderId()).stream())
			.map((payment) -> new Payment(payment, this.kaspi.refunds(payment.orderId())))
			.toList();
	}

	/**
	 * Asks whether the refund is meant.
	 * @param number the order's number
	 * @param amount what was typed
	 * @param model what the page shows
	 * @param redirect what the next page shows
	 * @param locale the reader's language
	 * @return the page
	 */
	@GetMapping("/{number}/refund")
	Object confirm(@PathVariable int number, @RequestParam String amount, Model model, RedirectAttributes redirect,
			Locale locale) {
		ShopOrder order = this.orders.get(number);
		BigDecimal left = leftToRefund(order);
		BigDecimal refund = parse(amount);
		if (refund == null || refund.compareTo(left) > 0) {
			failed(redirect, locale, "refund.amount-wrong", this.tenge.print(left, locale));
			return new SeeOther("/orders/" + number);
		}
		model.addAttribute("order", order);
		model.addAttribute("amount", refund);
		model.addAttribute("fee", this.fees.refund(refund));
		model.addAttribute("key", "after-" + order.refundedAmount().toPlainString());
		return "refund";
	}

	/**
	 * Refunds. The key that comes with the form says what was refunded before: sending it
	 * twice, from two windows or by two people, is the same refund and made once.
	 * @param number the order's number
	 * @param amount what to give back, in ₸
	 * @param key the refund's key
	 * @param redirect what the next page shows
	 * @param locale the reader's language
	 * @return where to go
	 */
	@PostMapping("/{number}/refund")
	View refund(@PathVariable int number, @RequestParam String amount, @RequestParam String key,
			RedirectAttributes redirect, Locale locale) {
		ShopOrder order = this.orders.get(number);
		BigDecimal refund = parse(amount);
		String orderId = order.paidOrderId();
		if (refund == null || orderId == null) {
			failed(redirect, locale, "refund.changed", "" + number);
		}
		else {
			refund(number, orderId, refund, key, redirect, locale);
		}
		return new SeeOther("/orders/" + number);
	}

	private void refund(int number, String orderId, BigDecimal amount, String key, RedirectAttributes redirect,
			Locale locale) {
		try {
			KaspiRefundRequest request = KaspiRefundRequest.of(amount, "Customer returned order " + number).key(key);
			KaspiRefund answer = this.kaspi.refund(orderId, request);
			this.orders.refunded(number, orderId, answer.refundedTotal());
			redirect.addFlashAttribute("done",
					message(locale, "refund.done", this.tenge.print(amount, locale), "" + number));
		}
		catch (KaspiRefundRefusedException | KaspiOperationInProgressException ex) {
			log.warn("Refund of order No. {} was not made: {}", number, ex.toString());
			failed(redirect, locale, "refund.changed", "" + number);
		}
		catch (KaspiUnknownOutcomeException ex) {
			log.warn("Refund of order No. {} may have happened: {}", number, ex.toString());
			failed(redirect, locale, "refund.unknown", "" + number);
		}
		catch (KaspiPayException | IllegalArgumentException ex) {
			log.warn("Refund of order No. {} was not made: {}", number, ex.toString());
			failed(redirect, locale, "refund.failed", "" + number, String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Settles a dispute as a person decided.
	 * @param number the order's number
	 * @param orderId which of the orders at Kaspi Pay is disputed
	 * @param accept whether what Kaspi Pay says is right
	 * @param redirect what the next page shows
	 * @param locale the reader's language
	 * @return where to go
	 */
	@PostMapping("/{number}/dispute")
	View settle(@PathVariable int number, @RequestParam String orderId, @RequestParam boolean accept,
			RedirectAttributes redirect, Locale locale) {
		if (this.orders.get(number).payments().stream().noneMatch((each) -> each.orderId().equals(orderId))) {
			throw ShopOrders.notFound();
		}
		try {
			KaspiOrder payment = accept ? this.disputes.accept(orderId) : this.disputes.dismiss(orderId);
			this.orders.settled(number);
			this.orders.confirmed(number, payment);
			redirect.addFlashAttribute("done", message(locale, "dispute.done", "" + number));
		}
		catch (IllegalStateException ex) {
			log.warn("The dispute of order No. {} was settled before: {}", number, ex.toString());
			failed(redirect, locale, "dispute.changed", "" + number);
		}
		return new SeeOther("/orders/" + number);
	}

	/**
	 * Looks at the length first: to read millions of digits as a number takes minutes.
	 */
	private static @Nullable BigDecimal parse(String text) {
		if (text.length() > LONGEST_AMOUNT) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
		}
		String amount = text.strip().replace(',', '.');
		if (!AMOUNT.matcher(amount).matches()) {
			return null;
		}
		BigDecimal number = new BigDecimal(amount);
		return (number.signum() > 0) ? number : null;
	}

	private void failed(RedirectAttributes redirect, Locale locale, String code, Object... arguments) {
		redirect.addFlashAttribute("failed", message(locale, code, arguments));
	}

	private String message(Locale locale, String code, Object... arguments) {
		return this.messages.getMessage(code, arguments, locale);
	}

	/**
	 * A line of the list.
	 *
	 * @param order the order
	 * @param fee what Kaspi Pay keeps of it in ₸, or {@code null} if it is not paid
	 */
	record Row(ShopOrder order, @Nullable BigDecimal fee) {

	}

	/**
	 * One of the order's codes, as the ledger knows it.
	 *
	 * @param order the order at Kaspi Pay
	 * @param refunds its refunds
	 */
	record Payment(KaspiOrder order, List<KaspiRefund> refunds) {

	}

}
