package io.github.kaspipay.sample.shop;

import java.net.URI;
import java.time.Instant;
import java.util.Set;

import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.qr.KaspiQrCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.View;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * From the Buy button to the page that says "paid".
 */
@Controller
class CheckoutController {

	private static final Logger log = LoggerFactory.getLogger(CheckoutController.class);

	private static final Set<KaspiOrderStatus> UNPAID = Set.of(KaspiOrderStatus.INIT, KaspiOrderStatus.EXPIRED,
			KaspiOrderStatus.CANCELLED);

	private final KaspiOrderService kaspi;

	private final ShopOrders orders;

	private final URI returnUrl;

	CheckoutController(KaspiOrderService kaspi, ShopOrders orders, @Value("${kaspi.pay.return-url}") URI returnUrl) {
		this.kaspi = kaspi;
		this.orders = orders;
		this.returnUrl = returnUrl;
	}

	@PostMapping("/checkout")
	View buy() {
		ShopOrder order = this.orders.open(Product.RUG.price());
		String reference = order.reference();
		try {
			this.orders.attach(reference, this.kaspi.create(request(order)));
		}
		catch (KaspiPayException ex) {
			this.orders.notCreated(reference, !(ex instanceof KaspiUnknownOutcomeException));
			throw ex;
		}
		return SeeOther.checkout(reference);
	}

	private KaspiOrderRequest request(ShopOrder order) {
		URI returnUrl = UriComponentsBuilder.fromUri(this.returnUrl)
			.queryParam("reference", order.reference())
			.build()
			.toUri();
		return KaspiOrderRequest.builder()
			.amount(order.amount())
			.reference(order.reference())
			.description(Product.RUG.name() + ", order " + order.number())
			.returnUrl(returnUrl)
			.build();
	}

	@GetMapping("/checkout/{reference}")
	String checkout(@PathVariable String reference, Model model) {
		ShopOrder order = this.orders.get(reference);
		model.addAttribute("order", order);
		model.addAttribute("status", order.currentStatus());
		model.addAttribute("product", Product.RUG);
		model.addAttribute("now", Instant.now());
		return "checkout";
	}

	@GetMapping("/checkout/{reference}/qr.svg")
	ResponseEntity<String> qrCode(@PathVariable String reference) {
		KaspiOrder payment = this.orders.get(reference).payment();
		if (payment == null || payment.qrData() == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
		return ResponseEntity.ok()
			.contentType(MediaType.valueOf("image/svg+xml"))
			.cacheControl(CacheControl.noStore())
			.body(KaspiQrCode.of(payment.qrData()).toSvg());
	}

	/**
	 * Gives a customer whose code ran out a new one. A new code is a new order, so Kaspi
	 * Pay is asked first: the old one may have been paid in its last second.
	 * @param reference the old order's reference
	 * @return where to go
	 */
	@PostMapping("/checkout/{reference}/renew")
	View renew(@PathVariable String reference) {
		ShopOrder order = this.orders.get(reference);
		boolean over = order.currentStatus() == ShopOrder.Status.EXPIRED
				|| order.currentStatus() == ShopOrder.Status.CANCELLED;
		KaspiOrder payment = order.payment();
		if (!over || (payment != null && !UNPAID.contains(this.kaspi.get(payment.orderId()).status()))) {
			return SeeOther.checkout(reference);
		}
		return buy();
	}

	/**
	 * Where Kaspi Pay sends the customer back to. What the address says proves nothing,
	 * so Kaspi Pay is asked; if the order is paid, the event comes from that.
	 * @param reference the order's reference
	 * @return where to go
	 */
	@GetMapping("/return")
	View comeBack(@RequestParam String reference) {
		KaspiOrder payment = this.orders.get(reference).payment();
		if (payment != null) {
			try {
				this.kaspi.get(payment.orderId());
			}
			catch (KaspiPayException ex) {
				log.warn("Order {} could not be confirmed on return; the webhook will", reference, ex);
			}
		}
		return SeeOther.checkout(reference);
	}

}
