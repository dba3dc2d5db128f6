package io.github.kaspipay.test;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import com.github.tomakehurst.wiremock.http.QueryParameter;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.test.HtmlTemplate.Html;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * The phone of a customer who pays by check/pay: enters an account, sees what is due, and
 * pays it.
 */
final class AccountPage {

	private final SimulatedCheckPay kaspi;

	private final HtmlTemplate page = HtmlTemplate.load("web/phone.html");

	private final HtmlTemplate home = HtmlTemplate.load("web/phone-home.html");

	private final HtmlTemplate entry = HtmlTemplate.load("web/phone-account.html");

	private final HtmlTemplate due = HtmlTemplate.load("web/phone-account-due.html");

	private final HtmlTemplate field = HtmlTemplate.load("web/phone-account-field.html");

	private final HtmlTemplate result = HtmlTemplate.load("web/phone-account-result.html");

	AccountPage(SimulatedCheckPay kaspi) {
		this.kaspi = kaspi;
	}

	/**
	 * Shows the entry, or what is due for the account that was entered.
	 */
	Answer show(Request request) {
		String entered = parameter(request, "account").strip();
		if (entered.isEmpty()) {
			return page("Account", this.entry.render(Map.of()));
		}
		String account = PaymentLinkText.account(entered).orElse(entered);
		CheckPayCall check;
		try {
			check = this.kaspi.check(account);
		}
		catch (ApiException ex) {
			return page("Account", this.result.render(Map.of("kind", "unknown", "icon", "info", "headline",
					"No merchant", "text", String.valueOf(ex.getMessage()), "account", account, "number", "-")));
		}
		if (!check.isAccepted() || check.answeredSum() == null) {
			return result(check);
		}
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("account", check.account());
		values.put("amount", PhonePage.format(check.answeredSum()));
		values.put("number", check.transactionId());
		values.put("fields", fields(check.answer()));
		return page("Confirm payment", this.due.render(values));
	}

	/**
	 * Opens the link of an order, with its account.
	 */
	Answer open(Request request) {
		String account = PaymentLinkText.account("http://localhost" + request.getUrl()).orElse("");
		return Answer.seeOther("/phone/account?account=" + UriUtils.encode(account, StandardCharsets.UTF_8));
	}

	/**
	 * Pays what was checked.
	 */
	Answer pay(String transactionId) {
		CheckPayCall check = this.kaspi.find(transactionId);
		if (check.command().equals("check") && check.answeredSum() != null) {
			this.kaspi.pay(check, check.answeredSum());
		}
		return Answer.seeOther("/phone/account/" + transactionId);
	}

	/**
	 * Shows what became of a payment.
	 */
	Answer paid(String transactionId) {
		return result(this.kaspi.find(transactionId));
	}

	private Answer result(CheckPayCall call) {
		boolean paid = call.command().equals("pay") && call.isAccepted();
		return page(paid ? "Payment" : "Not paid",
				this.result.render(Map.of("kind", paid ? "paid" : "declined", "icon", paid ? "check" : "cross",
						"headline", call.meaning(), "text", call.customerSees(), "account", call.account(), "number",
						call.transactionId())));
	}

	private Answer page(String title, Html content) {
		return Answer.html(this.page
			.render(Map.of("title", title, "version", "", "home", this.home.render(Map.of()), "content", content))
			.content());
	}

	private Html fields(@Nullable CheckPayAnswer answer) {
		return (answer == null) ? Html.EMPTY
				: answer.fields()
					.entrySet()
					.stream()
					.map((field) -> this.field.render(Map.of("name", field.getKey(), "value", field.getValue())))
					.reduce(Html.EMPTY, Html::plus);
	}

	private static String parameter(Request request, String name) {
		QueryParameter parameter = request.queryParameter(name);
		return parameter.isPresent() ? parameter.firstValue() : "";
	}

}
