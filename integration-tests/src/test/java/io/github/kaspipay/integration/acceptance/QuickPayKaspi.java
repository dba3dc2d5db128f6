/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.simulator.KaspiPaySimulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kaspi over check/pay, where it prepares the payments: the customer follows the address
 * that it gave.
 */
final class QuickPayKaspi implements Kaspi {

	private static final Pattern PAY = Pattern.compile("action=\"(/phone/account/[^\"]+)\"");

	private final HttpClient http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

	private final KaspiPaySimulator simulator;

	private final CheckPayKaspi checkPay;

	QuickPayKaspi(KaspiPaySimulator simulator) {
		this.simulator = simulator;
		this.checkPay = new CheckPayKaspi(simulator);
	}

	@Override
	public List<String> properties() {
		List<String> properties = new ArrayList<>(this.checkPay.properties());
		properties.add("kaspi.pay.check-pay.quick-pay.url=" + this.simulator.baseUrl() + "/online");
		properties.add("kaspi.pay.check-pay.quick-pay.service=Shop");
		return properties;
	}

	@Override
	public Duration lifetime() {
		return this.checkPay.lifetime();
	}

	@Override
	public boolean hasRefunds() {
		return this.checkPay.hasRefunds();
	}

	@Override
	public void pay(KaspiOrder order) {
		String due = send(HttpRequest.newBuilder(Objects.requireNonNull(order.paymentUrl())));
		Matcher form = PAY.matcher(due);
		assertThat(form.find()).as(due).isTrue();
		String paid = send(HttpRequest.newBuilder(URI.create(this.simulator.baseUrl() + form.group(1)))
			.POST(HttpRequest.BodyPublishers.noBody()));
		assertThat(paid).contains("<h1>Paid</h1>");
	}

	@Override
	public void payOther(KaspiOrder order, BigDecimal amount) {
		this.checkPay.payOther(order, amount);
	}

	@Override
	public void payLate(KaspiOrder order) {
		this.checkPay.payLate(order);
	}

	@Override
	public void sayAgain(KaspiOrder order) {
		this.checkPay.sayAgain(order);
	}

	@Override
	public void reachAgain(KaspiOrder order) {
		this.checkPay.reachAgain(order);
	}

	private String send(HttpRequest.Builder request) {
		try {
			return this.http.send(request.build(), BodyHandlers.ofString()).body();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
