package io.github.kaspipay.sample.shop;

import java.math.BigDecimal;
import java.util.Locale;

import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiRefund;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The merchant's side: all orders, and refunds. A real shop asks for a login here.
 */
@Controller
class OrdersController {

	private static final Logger log = LoggerFactory.getLogger(OrdersController.class);

	private final KaspiOrderService kaspi;

	private final ShopOrders orders;

	private final TengePrinter tenge;

	OrdersController(KaspiOrderService kaspi, ShopOrders orders, TengePrinter tenge) {
		this.kaspi = kaspi;
		this.orders = orders;
		this.tenge = tenge;
	}

	@GetMapping("/orders")
	String orders(Model model) {
		model.addAttribute("orders", this.orders.newestFirst());
		return "orders";
	}

	@PostMapping("/orders/{reference}/refund")
	View refund(@PathVariable String reference, @RequestParam(defaultValue = "") String amount,
			RedirectAttributes redirect) {
		ShopOrder order = this.orders.get(reference);
		try {
			KaspiRefund refund = refund(order, amount);
			this.orders.refunded(reference, refund.refundedTotal());
			redirect.addFlashAttribute("done", "%s of order No. %d went back to the customer."
				.formatted(this.tenge.print(refund.amount(), Locale.ROOT), order.number()));
		}
		catch (KaspiUnknownOutcomeException ex) {
			log.warn("Refund of order {} may have happened", reference, ex);
			redirect.addFlashAttribute("failed",
					"It is not known yet whether the refund of order No. %d happened. Look again before repeating it."
						.formatted(order.number()));
		}
		catch (KaspiPayException | IllegalArgumentException ex) {
			log.warn("Refund of order {} was not made", reference, ex);
			redirect.addFlashAttribute("failed",
					"Order No. %d was not refunded: %s".formatted(order.number(), ex.getMessage()));
		}
		return new SeeOther("/orders");
	}

	private KaspiRefund refund(ShopOrder order, String amount) {
		KaspiOrder payment = order.payment();
		if (payment == null) {
			throw new IllegalArgumentException("it was never paid");
		}
		String reason = "Customer returned order " + order.number();
		return this.kaspi.refund(payment.orderId(),
				amount.isBlank() ? KaspiRefundRequest.full(reason) : KaspiRefundRequest.of(parse(amount), reason));
	}

	private static BigDecimal parse(String amount) {
		try {
			return new BigDecimal(amount.strip());
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("the amount must be a number such as 1000 or 999.50");
		}
	}

}
