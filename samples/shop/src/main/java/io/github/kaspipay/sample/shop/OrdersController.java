package io.github.kaspipay.sample.shop;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.fee.KaspiFees;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiRefund;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The merchant's side: all orders, what is known of each, and refunds. A real shop asks
 * for a login here.
 */
@Controller
@RequestMapping("/orders")
class OrdersController {

	private static final Logger log = LoggerFactory.getLogger(OrdersController.class);

	private final KaspiOrderService kaspi;

	private final KaspiOrderLedger ledger;

	private final KaspiFees fees;

	private final ShopOrders orders;

	private final TengePrinter tenge;

	private final MessageSource messages;

	private final Set<Integer> refunding = ConcurrentHashMap.newKeySet();

	OrdersController(KaspiOrderService kaspi, KaspiOrderLedger ledger, KaspiFees fees, ShopOrders orders,
			TengePrinter tenge, MessageSource messages) {
		this.kaspi = kaspi;
		this.ledger = ledger;
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
		model.addAttribute("entries", ledgerEntries(order));
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

	private List<LedgerEntry> ledgerEntries(ShopOrder order) {
		return order.payments()
			.stream()
			.map(KaspiOrder::orderId)
			.map(this.ledger::findByOrderId)
			.filter(Objects::nonNull)
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
		BigDecimal refund = parse(amount, order);
		if (refund == null) {
			failed(redirect, locale, "refund.amount-wrong", this.tenge.print(order.refundableAmount(), locale));
			return new SeeOther("/orders/" + number);
		}
		model.addAttribute("order", order);
		model.addAttribute("amount", refund);
		model.addAttribute("fee", this.fees.refund(refund));
		return "refund";
	}

	/**
	 * Refunds. What was refunded before comes with the form, and one refund of an order
	 * is made at a time, so that sending it twice does not refund twice. A real shop has
	 * its table of orders see to both.
	 * @param number the order's number
	 * @param amount what to give back, in ₸
	 * @param refundedBefore what the order's refunds came to when the form was shown
	 * @param redirect what the next page shows
	 * @param locale the reader's language
	 * @return where to go
	 */
	@PostMapping("/{number}/refund")
	View refund(@PathVariable int number, @RequestParam String amount, @RequestParam BigDecimal refundedBefore,
			RedirectAttributes redirect, Locale locale) {
		if (this.refunding.add(number)) {
			try {
				refund(this.orders.get(number), amount, refundedBefore, redirect, locale);
			}
			finally {
				this.refunding.remove(number);
			}
		}
		else {
			failed(redirect, locale, "refund.changed", "" + number);
		}
		return new SeeOther("/orders/" + number);
	}

	private void refund(ShopOrder order, String amount, BigDecimal refundedBefore, RedirectAttributes redirect,
			Locale locale) {
		int number = order.number();
		BigDecimal refund = parse(amount, order);
		String orderId = order.paidOrderId();
		if (refund == null || orderId == null || order.refundedAmount().compareTo(refundedBefore) != 0) {
			failed(redirect, locale, "refund.changed", "" + number);
			return;
		}
		try {
			KaspiRefund answer = this.kaspi.refund(orderId, request(order, refund));
			this.orders.refunded(number, orderId, answer.refundedTotal());
			redirect.addFlashAttribute("done",
					message(locale, "refund.done", this.tenge.print(answer.amount(), locale), "" + number));
		}
		catch (KaspiUnknownOutcomeException ex) {
			log.warn("Refund of order No. {} may have happened", number, ex);
			failed(redirect, locale, "refund.unknown", "" + number);
		}
		catch (KaspiPayException | IllegalArgumentException ex) {
			log.warn("Refund of order No. {} was not made", number, ex);
			failed(redirect, locale, "refund.failed", "" + number, ex.getMessage());
		}
	}

	private static KaspiRefundRequest request(ShopOrder order, BigDecimal amount) {
		String reason = "Customer returned order " + order.number();
		return (amount.compareTo(order.amount()) == 0) ? KaspiRefundRequest.full(reason)
				: KaspiRefundRequest.of(amount, reason);
	}

	private static @Nullable BigDecimal parse(String text, ShopOrder order) {
		try {
			BigDecimal amount = new BigDecimal(text.strip().replace(',', '.'));
			boolean possible = amount.signum() > 0 && amount.stripTrailingZeros().scale() <= 2
					&& amount.compareTo(order.refundableAmount()) <= 0;
			return possible ? amount : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private void failed(RedirectAttributes redirect, Locale locale, String code, @Nullable Object... arguments) {
		redirect.addFlashAttribute("failed", message(locale, code, arguments));
	}

	private String message(Locale locale, String code, @Nullable Object... arguments) {
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

}
