/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.checkpay;

import java.math.BigDecimal;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import com.github.tomakehurst.wiremock.http.QueryParameter;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.simulator.page.HtmlTemplate;
import io.github.kaspipay.simulator.page.HtmlTemplate.Html;
import io.github.kaspipay.simulator.page.Phone;
import io.github.kaspipay.simulator.page.PhoneResult;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.ApiException;
import io.github.kaspipay.simulator.wire.Parameters;
import io.github.kaspipay.simulator.wire.Routes;
import io.github.kaspipay.simulator.wire.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * The phone of a customer who pays by check/pay: enters an account or comes with a link,
 * sees what is due, and pays it.
 */
final class AccountPage {

	private final SimulatedCheckPay kaspi;

	private final QuickPayments quickPayments;

	private final HtmlTemplate entry = HtmlTemplate.load("phone-account.html");

	private final HtmlTemplate due = HtmlTemplate.load("phone-account-due.html");

	private final HtmlTemplate field = HtmlTemplate.load("phone-account-field.html");

	private final HtmlTemplate result = HtmlTemplate.load("phone-account-result.html");

	private final HtmlTemplate link = HtmlTemplate.load("phone-link.html");

	AccountPage(SimulatedCheckPay kaspi, QuickPayments quickPayments) {
		this.kaspi = kaspi;
		this.quickPayments = quickPayments;
	}

	void addTo(Routes routes) {
		routes.on("GET", "/phone/account", (request, none) -> show(request))
			.on("GET", "/phone/account/{}", this::paid)
			.on("POST", "/phone/account/{}", this::pay)
			.on("GET", "/phone/quick-pay/{}", (request, token) -> quick(token))
			.on("GET", "/pay/{}", (request, service) -> open(request));
	}

	/**
	 * Shows the entry, or what is due for the account that was entered.
	 */
	private Answer show(Request request) {
		String entered = Parameters.text(request, "account").strip();
		return entered.isEmpty() ? page("Account", this.entry.render(Map.of()))
				: check(PaymentLinkText.account(entered).orElse(entered), null);
	}

	/**
	 * Opens the link of an order, with its account.
	 */
	private Answer open(Request request) {
		String account = PaymentLinkText.account("http://localhost" + request.getUrl()).orElse("");
		return Answer.seeOther("/phone/account?account=" + Parameters.encode(account));
	}

	/**
	 * Shows what is due for a payment that was prepared by quick pay.
	 */
	private Answer quick(String token) {
		return this.quickPayments.find(token)
			.map((quick) -> check(quick.account(), quick))
			.orElseGet(() -> result(PhoneResult.unknown("No such payment", "Ask the shop for a new one."), "-", "-",
					null));
	}

	/**
	 * Pays what was checked.
	 */
	private Answer pay(Request request, String transactionId) {
		CheckPayCall check = this.kaspi.find(transactionId);
		if (check.command().equals("check") && check.isAccepted() && check.answeredSum() != null) {
			this.kaspi.pay(check, check.answeredSum());
		}
		String quick = Parameters.text(request, "quick");
		return Answer.seeOther(
				"/phone/account/" + transactionId + (quick.isEmpty() ? "" : "?quick=" + Parameters.encode(quick)));
	}

	/**
	 * Shows what became of a payment.
	 */
	private Answer paid(Request request, String transactionId) {
		return result(this.kaspi.find(transactionId),
				this.quickPayments.find(Parameters.text(request, "quick")).orElse(null));
	}

	private Answer check(String account, @Nullable QuickPayment quick) {
		CheckPayCall check;
		try {
			check = this.kaspi.check(account);
		}
		catch (ApiException ex) {
			return result(PhoneResult.unknown("No merchant", String.valueOf(ex.getMessage())), account, "-", quick);
		}
		CheckPayAnswer answer = check.answer();
		BigDecimal sum = check.answeredSum();
		if (answer == null || !check.isAccepted() || sum == null) {
			return result(check, quick);
		}
		if (quick != null && quick.amount().compareTo(sum) != 0) {
			return result(PhoneResult.unknown("Two amounts",
					String.format(Locale.ROOT, "Quick pay was asked for %s, and the check was answered with %s.",
							Phone.amount(WireJson.number(quick.amount())), Phone.amount(sum))),
					account, check.transactionId(), quick);
		}
		Map<String, Object> values = new HashMap<>();
		values.put("account", account);
		values.put("amount", Phone.amount(sum));
		values.put("number", check.transactionId());
		values.put("query", (quick != null) ? "?quick=" + quick.token() : "");
		values.put("fields", fields(answer));
		values.put("back", back(quick, ""));
		return page("Confirm payment", this.due.render(values));
	}

	private Html fields(CheckPayAnswer answer) {
		return answer.fields()
			.entrySet()
			.stream()
			.map((field) -> this.field.render(Map.of("name", field.getKey(), "value", field.getValue())))
			.reduce(Html.EMPTY, Html::plus);
	}

	private Answer result(CheckPayCall call, @Nullable QuickPayment quick) {
		return result(outcome(call), call.account(), call.transactionId(), quick);
	}

	private static PhoneResult outcome(CheckPayCall call) {
		if (call.isPending()) {
			return PhoneResult.expired(call.meaning(), call.customerSees());
		}
		boolean paid = call.command().equals("pay") && call.isAccepted();
		return paid ? PhoneResult.paid(call.meaning(), call.customerSees())
				: PhoneResult.declined(call.meaning(), call.customerSees());
	}

	private Answer result(PhoneResult outcome, String account, String number, @Nullable QuickPayment quick) {
		Map<String, Object> values = new HashMap<>();
		outcome.putInto(values);
		values.put("account", account);
		values.put("number", number);
		values.put("back", back(quick, "pay"));
		return page(outcome.kind().equals("declined") ? "Not paid" : "Payment", this.result.render(values));
	}

	private Html back(@Nullable QuickPayment quick, String kind) {
		if (quick == null) {
			return this.link.render(Map.of("kind", "", "href", "/phone/account", "text", "Another account"));
		}
		URI shop = quick.returnUrl();
		return (shop != null) ? this.link.render(Map.of("kind", kind, "href", shop, "text", "Back to the shop"))
				: Html.EMPTY;
	}

	private static Answer page(String title, Html content) {
		return Phone.page(title, "", content);
	}

}
