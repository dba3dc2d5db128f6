/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.qr;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.github.kaspipay.simulator.page.HtmlTemplate;
import io.github.kaspipay.simulator.page.HtmlTemplate.Html;
import io.github.kaspipay.simulator.page.Phone;
import io.github.kaspipay.simulator.page.PhoneInbox;
import io.github.kaspipay.simulator.page.PhoneResult;
import io.github.kaspipay.simulator.qr.SimulatedQrPayment.Form;
import io.github.kaspipay.simulator.wire.Answer;

/**
 * The phone of a customer who pays by the QR API: scans a code, opens a link or gets an
 * invoice, and confirms it.
 */
final class QrPhonePage implements PhoneInbox {

	private final SimulatedQr qr;

	private final Clock clock;

	private final HtmlTemplate inboxPayment = HtmlTemplate.load("phone-inbox-qr.html");

	private final HtmlTemplate inboxReturn = HtmlTemplate.load("phone-inbox-return.html");

	private final HtmlTemplate scan = HtmlTemplate.load("phone-qr-scan.html");

	private final HtmlTemplate confirm = HtmlTemplate.load("phone-qr-confirm.html");

	private final HtmlTemplate result = HtmlTemplate.load("phone-qr-result.html");

	QrPhonePage(SimulatedQr qr, Clock clock) {
		this.qr = qr;
		this.clock = clock;
	}

	@Override
	public Html content() {
		Html payments = open().stream()
			.map((payment) -> this.inboxPayment.render(values(payment)))
			.reduce(Html.EMPTY, Html::plus);
		return this.qr.openReturns()
			.stream()
			.map((each) -> this.inboxReturn.render(Map.of("returnId", each.returnId())))
			.reduce(payments, Html::plus);
	}

	@Override
	public String version() {
		return open().stream().map(QrPhonePage::version).toList()
				+ this.qr.openReturns().stream().map(SimulatedQrReturn::returnId).toList().toString();
	}

	private List<SimulatedQrPayment> open() {
		return this.qr.payments().stream().filter((payment) -> payment.isOpen() && !this.qr.isOver(payment)).toList();
	}

	@Override
	public Answer show(String paymentId, boolean just) {
		return this.qr.payment(paymentId)
			.map((payment) -> show(payment, just))
			.orElseGet(() -> Phone.page("Payment", "none", Phone.message("info", "No such payment",
					String.format(Locale.ROOT, "There is no payment %s. Ask the shop for a new code.", paymentId))));
	}

	private Answer show(SimulatedQrPayment payment, boolean just) {
		Map<String, Object> values = values(payment);
		if (this.qr.isOver(payment) || !payment.isOpen()) {
			return result(payment, values, just);
		}
		if (payment.isToBeConfirmed()) {
			return Phone.page("Confirm payment", version(payment), this.confirm.render(values));
		}
		boolean link = payment.form() == Form.LINK;
		values.put("hint", link ? "Open the shop’s link" : "The QR code in front of you");
		values.put("action", link ? "Open" : "Scan");
		values.put("busy", link ? "Opening…" : "Scanning…");
		return Phone.page(link ? "Link" : "QR code", version(payment), this.scan.render(values));
	}

	private Answer result(SimulatedQrPayment payment, Map<String, Object> values, boolean just) {
		outcome(payment, just).putInto(values);
		values.put("paidAt", Phone.paidAt(payment.paidAt()));
		return Phone.page("Payment", version(payment) + this.qr.isOver(payment), this.result.render(values));
	}

	private Map<String, Object> values(SimulatedQrPayment payment) {
		String reference = Objects.requireNonNullElse(payment.reference(), "-");
		Duration left = Duration.between(this.clock.instant(), payment.expiresAt());
		Map<String, Object> values = new HashMap<>();
		values.put("paymentId", payment.paymentId());
		values.put("merchant", Objects.requireNonNullElse(QrDevices.TRADE_POINTS.get(payment.tradePointId()), ""));
		values.put("amount", Phone.amount(payment.amount()));
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

	private static PhoneResult outcome(SimulatedQrPayment payment, boolean just) {
		if (payment.isPaid() && payment.refundedAmount().signum() > 0) {
			return PhoneResult.refunded("Refunded",
					Phone.amount(payment.refundedAmount()) + " came back to your account.");
		}
		if (payment.isPaid()) {
			return PhoneResult.paid(just ? "Paid" : "Already paid",
					just ? "The shop hears of it when it asks next." : "There is nothing more to pay.");
		}
		if (payment.isOpen()) {
			return PhoneResult.expired("Expired", "The code was not paid in time. Ask the shop for a new one.");
		}
		return PhoneResult.declined(payment.status().equals(QrPaymentBook.ERROR) ? "Not paid" : payment.status(),
				"Nothing was taken from your account.");
	}

}
