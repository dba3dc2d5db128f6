/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.acceptance;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.checkpay.CheckPayCall;
import io.github.kaspipay.simulator.checkpay.SimulatedCheckPay;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kaspi over check/pay: it calls the application.
 */
final class CheckPayKaspi implements Kaspi {

	private static final int AT_ONCE = 10;

	private final SimulatedCheckPay kaspi;

	CheckPayKaspi(KaspiPaySimulator simulator) {
		this.kaspi = simulator.checkPay();
	}

	@Override
	public List<String> properties() {
		return List.of("kaspi.pay.api=check-pay", "kaspi.pay.check-pay.trusted-proxies=127.0.0.1,::1");
	}

	@Override
	public Duration lifetime() {
		return Duration.ofHours(25);
	}

	@Override
	public boolean hasRefunds() {
		return false;
	}

	@Override
	public void pay(KaspiOrder order) {
		this.kaspi.pay(account(order), order.amount());
	}

	@Override
	public void payOther(KaspiOrder order, BigDecimal amount) {
		assertThat(this.kaspi.pay(account(order), amount).isAccepted()).isTrue();
	}

	@Override
	public void payLate(KaspiOrder order) {
		assertThat(this.kaspi.check(account(order)).meaning()).isEqualTo("Cancelled or expired");
		pay(order);
	}

	@Override
	public void sayAgain(KaspiOrder order) {
		CheckPayCall paid = payment(order);
		assertThat(this.kaspi.repeatAtOnce(paid, AT_ONCE)).extracting(CheckPayCall::body).containsOnly(paid.body());
		assertThat(this.kaspi.pay(account(order)).meaning()).isEqualTo("Paid before");
		assertThat(this.kaspi.pay(account(order), order.amount()).meaning()).isEqualTo("Paid before");
	}

	@Override
	public void reachAgain(KaspiOrder order) {
		CheckPayCall lost = payment(order);
		assertThat(lost.answer()).isNull();
		assertThat(this.kaspi.repeat(lost).isAccepted()).isTrue();
	}

	private CheckPayCall payment(KaspiOrder order) {
		return this.kaspi.calls()
			.stream()
			.filter((call) -> call.command().equals("pay") && call.account().equals(account(order)))
			.findFirst()
			.orElseThrow();
	}

	private static String account(KaspiOrder order) {
		return Objects.requireNonNull(order.reference());
	}

}
