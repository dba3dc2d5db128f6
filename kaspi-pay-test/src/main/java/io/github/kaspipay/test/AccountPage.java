package io.github.kaspipay.test;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import com.github.tomakehurst.wiremock.http.QueryParameter;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.test.HtmlTemplate.Html;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * The phone of a customer who pays by check/pay: enters an account or comes with a link,
 * sees what is due, and pays it.
 */
final class AccountPage {

	private final SimulatedCheckPay kaspi;

	private final QuickPayments quickPayments;

	private final HtmlTemplate page = HtmlTemplate.load("web/phone.html");

	private final HtmlTemplate home = HtmlTemplate.load("web/phone-home.html");

	private final HtmlTemplate entry = HtmlTemplate.load("web/phone-account.html");

	private final HtmlTemplate due = HtmlTemplate.load("web/phone-account-due.html");

	private final HtmlTemplate field = HtmlTemplate.load("web/phone-account-field.html");

	private final HtmlTemplate result = HtmlTemplate.load("web/phone-account-result.html");

	private final HtmlTemplate link = HtmlTemplate.load("web/phone-link.html");

	AccountPage(SimulatedCheckPay kaspi, QuickPayments quickPayments) {
		this.kaspi = kaspi;
		this.quickPayments = quickPayments;
	}

	/**
	 * Shows the entry, or what is due for the account that was entered.
	 */
	Answer show(Request request) {
		String entered = parameter(request, "account").strip();
		return entered.isEmpty() ? page("Account", this.entry.render(Map.of()))
				: check(PaymentLinkText.account(entered).orElse(entered), null);
	}

	/**
	 * Opens the link of an order, with its account.
	 */
	Answer open(Request request) {
		String account = PaymentLinkText.account("http://localhost" + request.getUrl()).orElse("");
		return Answer.seeOther("/phone/account?account=" + UriUtils.encode(account, StandardCharsets.UTF_8));
	}

	/**
	 * Shows what is due for a payment that was prepared by quick pay.
	 */
	Answer quick(String token) {
		return this.quickPayments.find(token)
			.map((quick) -> check(quick.account(), quick))
			.orElseGet(
					() -> result("unknown", "info", "No such payment", "Ask the shop for a new one.", "-", "-", null));
	}

	/**
	 * Pays what was checked.
	 */
	Answer pay(Request request, String transactionId) {
		CheckPayCall check = this.kaspi.find(transactionId);
		if (check.command().equals("check") && check.isAccepted() && check.answeredSum() != null) {
			this.kaspi.pay(check, check.answeredSum());
		}
		String quick = parameter(request, "quick");
		return Answer.seeOther("/phone/account/" + transactionId
				+ (quick.isEmpty() ? "" : "?quick=" + UriUtils.encode(quick, StandardCharsets.UTF_8)));
	}

	/**
	 * Shows what became of a payment.
	 */
	Answer paid(Request request, String transactionId) {
		return result(this.kaspi.find(transactionId),
				this.quickPayments.find(parameter(request, "quick")).orElse(null));
	}

	private Answer check(String account, @Nullable QuickPayment quick) {
		CheckPayCall check;
		try {
			check = this.kaspi.check(account);
		}
		catch (ApiException ex) {
			return result("unknown", "info", "No merchant", String.valueOf(ex.getMessage()), account, "-", quick);
		}
		CheckPayAnswer answer = check.answer();
		BigDecimal sum = check.answeredSum();
		if (answer == null || !check.isAccepted() || sum == null) {
			return result(check, quick);
		}
		if (quick != null && quick.amount().compareTo(sum) != 0) {
			return result("unknown", "info", "Two amounts",
					String.format(Locale.ROOT, "Quick pay was asked for %s, and the check was answered with %s.",
							PhonePage.format(WireJson.number(quick.amount())), PhonePage.format(sum)),
					account, check.transactionId(), quick);
		}
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("account", account);
		values.put("amount", PhonePage.format(sum));
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
		if (call.isPending()) {
			return result("expired", "clock", call.meaning(), call.customerSees(), call.account(), call.transactionId(),
					quick);
		}
		boolean paid = call.command().equals("pay") && call.isAccepted();
		return result(paid ? "paid" : "declined", paid ? "check" : "cross", call.meaning(), call.customerSees(),
				call.account(), call.transactionId(), quick);
	}

	private Answer result(String kind, String icon, String headline, String text, String account, String number,
			@Nullable QuickPayment quick) {
		return page(kind.equals("declined") ? "Not paid" : "Payment",
				this.result.render(Map.of("kind", kind, "icon", icon, "headline", headline, "text", text, "account",
						account, "number", number, "back", back(quick, "pay"))));
	}

	private Html back(@Nullable QuickPayment quick, String kind) {
		if (quick == null) {
			return this.link.render(Map.of("kind", "", "href", "/phone/account", "text", "Another account"));
		}
		URI shop = quick.returnUrl();
		return (shop != null) ? this.link.render(Map.of("kind", kind, "href", shop, "text", "Back to the shop"))
				: Html.EMPTY;
	}

	private Answer page(String title, Html content) {
		return Answer.html(this.page
			.render(Map.of("title", title, "version", "", "home", this.home.render(Map.of()), "content", content))
			.content());
	}

	private static String parameter(Request request, String name) {
		QueryParameter parameter = request.queryParameter(name);
		return parameter.isPresent() ? parameter.firstValue() : "";
	}

}
