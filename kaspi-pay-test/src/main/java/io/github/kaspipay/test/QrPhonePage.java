package io.github.kaspipay.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.github.kaspipay.test.HtmlTemplate.Html;
import io.github.kaspipay.test.SimulatedQrPayment.Form;

/**
 * The phone of a customer who pays by the QR API: scans a code, opens a link or gets an
 * invoice, and confirms it.
 */
final class QrPhonePage {

	private final SimulatedQr qr;

	private final Clock clock;

	private final HtmlTemplate page = HtmlTemplate.load("web/phone.html");

	private final HtmlTemplate home = HtmlTemplate.load("web/phone-home.html");

	private final HtmlTemplate inboxPayment = HtmlTemplate.load("web/phone-inbox-qr.html");

	private final HtmlTemplate inboxReturn = HtmlTemplate.load("web/phone-inbox-return.html");

	private final HtmlTemplate scan = HtmlTemplate.load("web/phone-qr-scan.html");

	private final HtmlTemplate confirm = HtmlTemplate.load("web/phone-qr-confirm.html");

	private final HtmlTemplate result = HtmlTemplate.load("web/phone-qr-result.html");

	private final HtmlTemplate paidAt = HtmlTemplate.load("web/phone-paid-at.html");

	private final HtmlTemplate empty = HtmlTemplate.load("web/phone-empty.html");

	QrPhonePage(SimulatedQr qr, Clock clock) {
		this.qr = qr;
		this.clock = clock;
	}

	/**
	 * Returns what the customer can pay or scan, for the list of all payments.
	 */
	Html inbox() {
		Html payments = open().stream()
			.map((payment) -> this.inboxPayment.render(values(payment)))
			.reduce(Html.EMPTY, Html::plus);
		return this.qr.openReturns()
			.stream()
			.map((each) -> this.inboxReturn.render(Map.of("returnId", each.returnId())))
			.reduce(payments, Html::plus);
	}

	/**
	 * Returns what changes whenever that list does.
	 */
	String inboxVersion() {
		return open().stream().map(QrPhonePage::version).toList()
				+ this.qr.openReturns().stream().map(SimulatedQrReturn::returnId).toList().toString();
	}

	private List<SimulatedQrPayment> open() {
		return this.qr.payments().stream().filter((payment) -> payment.isOpen() && !this.qr.isOver(payment)).toList();
	}

	Answer show(String paymentId, boolean just) {
		return this.qr.payment(paymentId)
			.map((payment) -> show(payment, just))
			.orElseGet(() -> page("Payment", "none", this.empty.render(Map.of("icon", "info", "headline",
					"No such payment", "text",
					String.format(Locale.ROOT, "There is no payment %s. Ask the shop for a new code.", paymentId)))));
	}

	private Answer show(SimulatedQrPayment payment, boolean just) {
		Map<String, Object> values = values(payment);
		if (this.qr.isOver(payment) || !payment.isOpen()) {
			return result(payment, values, just);
		}
		if (payment.isToBeConfirmed()) {
			return page("Confirm payment", version(payment), this.confirm.render(values));
		}
		boolean link = payment.form() == Form.LINK;
		values.put("hint", link ? "Open the shop’s link" : "The QR code in front of you");
		values.put("action", link ? "Open" : "Scan");
		values.put("busy", link ? "Opening…" : "Scanning…");
		return page(link ? "Link" : "QR code", version(payment), this.scan.render(values));
	}

	private Answer result(SimulatedQrPayment payment, Map<String, Object> values, boolean just) {
		Result result = Result.of(payment, just);
		values.put("kind", result.kind());
		values.put("icon", result.icon());
		values.put("headline", result.headline());
		values.put("text", result.text());
		Instant paid = payment.paidAt();
		values.put("paidAt",
				(paid != null) ? this.paidAt.render(Map.of("paidAt", PhonePage.TIME.format(paid))) : Html.EMPTY);
		return page("Payment", version(payment) + this.qr.isOver(payment), this.result.render(values));
	}

	private Answer page(String title, String version, Html content) {
		return Answer.html(this.page
			.render(Map.of("title", title, "version", version, "home", this.home.render(Map.of()), "content", content))
			.content());
	}

	private Map<String, Object> values(SimulatedQrPayment payment) {
		String reference = Objects.requireNonNullElse(payment.reference(), "-");
		Duration left = Duration.between(this.clock.instant(), payment.expiresAt());
		Map<String, Object> values = new HashMap<>();
		values.put("paymentId", payment.paymentId());
		values.put("merchant", Objects.requireNonNullElse(QrDevices.TRADE_POINTS.get(payment.tradePointId()), ""));
		values.put("amount", PhonePage.format(payment.amount()));
		values.put("reference", reference);
		values.put("title", switch (payment.form()) {
			case QR -> "QR code, " + reference;
			case LINK -> "Link, " + reference;
			case REMOTE -> "Invoice, " + reference;
		});
		values.put("secondsLeft", Math.max(0, left.toSeconds()));
		values.put("timeLeft", String.format(Locale.ROOT, "%s min", Math.max(0, left.plusSeconds(59).toMinutes())));
		return values;
	}

	private static String version(SimulatedQrPayment payment) {
		return String.format(Locale.ROOT, "%s %s %s", payment.paymentId(), payment.status(), payment.refundedAmount());
	}

	/**
	 * What the customer reads of a payment that is not to be scanned or confirmed any
	 * more.
	 *
	 * @param kind the class it is styled by
	 * @param icon the symbol that stands for it
	 * @param headline what became of the payment
	 * @param text what that means for the customer
	 */
	private record Result(String kind, String icon, String headline, String text) {

		static Result of(SimulatedQrPayment payment, boolean just) {
			if (payment.isPaid() && payment.refundedAmount().signum() > 0) {
				return new Result("refunded", "return", "Refunded",
						PhonePage.format(payment.refundedAmount()) + " came back to your account.");
			}
			if (payment.isPaid()) {
				return new Result("paid", "check", just ? "Paid" : "Already paid",
						just ? "The shop hears of it when it asks next." : "There is nothing more to pay.");
			}
			if (payment.isOpen()) {
				return new Result("expired", "clock", "Expired",
						"The code was not paid in time. Ask the shop for a new one.");
			}
			return new Result("declined", "cross",
					payment.status().equals(QrPaymentBook.ERROR) ? "Not paid" : payment.status(),
					"Nothing was taken from your account.");
		}

	}

}
