/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.page;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

import io.github.kaspipay.simulator.page.HtmlTemplate.Html;
import io.github.kaspipay.simulator.wire.Answer;
import org.jspecify.annotations.Nullable;

/**
 * What the pages of the customer's phone have in common. Internal to the simulator.
 */
public final class Phone {

	private static final DateTimeFormatter TIME = DateTimeFormatter
		.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
		.withZone(ZoneOffset.UTC);

	private static final HtmlTemplate PAGE = HtmlTemplate.load("phone.html");

	private static final HtmlTemplate HOME = HtmlTemplate.load("phone-home.html");

	private static final HtmlTemplate EMPTY = HtmlTemplate.load("phone-empty.html");

	private static final HtmlTemplate PAID_AT = HtmlTemplate.load("phone-paid-at.html");

	private Phone() {
	}

	/**
	 * Shows the first page, from which no link leads back.
	 */
	public static Answer first(String title, String version, Html content) {
		return page(title, version, Html.EMPTY, content);
	}

	/**
	 * Shows another page.
	 * @param title the title
	 * @param version what changes whenever the content may
	 * @param content the content
	 */
	public static Answer page(String title, String version, Html content) {
		return page(title, version, HOME.render(Map.of()), content);
	}

	private static Answer page(String title, String version, Html home, Html content) {
		return Answer
			.html(PAGE.render(Map.of("title", title, "version", version, "home", home, "content", content)).content());
	}

	public static Html message(String icon, String headline, String text) {
		return EMPTY.render(Map.of("icon", icon, "headline", headline, "text", text));
	}

	public static Html paidAt(@Nullable Instant time) {
		return (time != null) ? PAID_AT.render(Map.of("paidAt", TIME.format(time))) : Html.EMPTY;
	}

	public static String amount(BigDecimal amount) {
		DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
		symbols.setGroupingSeparator('\u00a0');
		symbols.setDecimalSeparator(',');
		String pattern = (amount.scale() > 0) ? "#,##0.00" : "#,##0";
		return new DecimalFormat(pattern, symbols).format(amount) + "\u00a0₸";
	}

}
