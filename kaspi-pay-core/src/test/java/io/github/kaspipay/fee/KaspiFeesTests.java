/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.fee;

import java.math.BigDecimal;
import java.math.BigInteger;

import io.github.kaspipay.order.OrderRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

class KaspiFeesTests {

	private final KaspiFees fees = new KaspiFees();

	@ParameterizedTest
	@CsvSource({ "0.01,50.00", "1,50.00", "9999.99,50.00", "10000,50.00", "10000.99,50.00", "10001,50.01",
			"10000.98,50.00", "10002.99,50.01", "10003,50.02", "25000,125.00", "25000.00,125.00", "2.5E+4,125.00",
			"9999999999999.99,50000000000.00" })
	void chargesQrPayments(BigDecimal amount, BigDecimal fee) {
		assertThat(this.fees.qr(amount)).isEqualTo(fee);
	}

	@ParameterizedTest
	@CsvSource({ "0.01,0.00", "0.24,0.00", "0.25,0.01", "0.74,0.01", "0.75,0.02", "25000,500.00", "1234.50,24.69",
			"1234.25,24.69", "1234.24,24.68" })
	void chargesCardPayments(BigDecimal amount, BigDecimal fee) {
		assertThat(this.fees.card(amount)).isEqualTo(fee);
	}

	@ParameterizedTest
	@CsvSource({ "0.01,0.00", "4.99,0.00", "5,0.01", "14.99,0.01", "15,0.02", "25000,25.00", "999.99,1.00" })
	void chargesRefunds(BigDecimal amount, BigDecimal fee) {
		assertThat(this.fees.refund(amount)).isEqualTo(fee);
	}

	@Test
	void takesAMerchantsOwnRates() {
		KaspiFees own = new KaspiFees(new BigDecimal("0.0095"), new BigDecimal("10.005"), new BigDecimal("0.015"),
				BigDecimal.ZERO);
		assertThat(own.qr(new BigDecimal("100"))).isEqualTo("10.01");
		assertThat(own.qr(new BigDecimal("10000"))).isEqualTo("95.00");
		assertThat(own.card(new BigDecimal("10000"))).isEqualTo("150.00");
		assertThat(own.refund(new BigDecimal("10000"))).isEqualTo("0.00");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "0.00", "-0.01", "-25000" })
	void refusesAmountsThatAreNotMoreThanZero(BigDecimal amount) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.fees.qr(amount)).withMessageContaining("amount");
		assertThatIllegalArgumentException().isThrownBy(() -> this.fees.card(amount)).withMessageContaining("amount");
		assertThatIllegalArgumentException().isThrownBy(() -> this.fees.refund(amount)).withMessageContaining("amount");
	}

	@ParameterizedTest
	@Timeout(value = 10, threadMode = ThreadMode.SEPARATE_THREAD)
	@ValueSource(strings = { "1e300000000", "1e-300000000", "10000000000000", "0.001" })
	void refusesAtOnceAmountsThatNoOrderHas(BigDecimal amount) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.fees.qr(amount)).withMessageContaining("amount");
		assertThatIllegalArgumentException().isThrownBy(() -> this.fees.card(amount)).withMessageContaining("amount");
		assertThatIllegalArgumentException().isThrownBy(() -> this.fees.refund(amount)).withMessageContaining("amount");
	}

	@Test
	@Timeout(value = 10, threadMode = ThreadMode.SEPARATE_THREAD)
	void refusesAtOnceZerosWithoutEnd() {
		BigDecimal one = new BigDecimal(BigInteger.TEN.pow(300_000), 300_000);
		assertThatIllegalArgumentException().isThrownBy(() -> new KaspiFees().qr(one));
		assertThatIllegalArgumentException().isThrownBy(() -> OrderRules.requireAmount(one));
		assertThat(new KaspiFees().card(new BigDecimal("100." + "0".repeat(1000)))).isEqualByComparingTo("2");
	}

	@ParameterizedTest
	@Timeout(value = 10, threadMode = ThreadMode.SEPARATE_THREAD)
	@CsvSource({ "1e-300000000,0,qrRate", "0.00000000001,0,qrRate", "0,1e300000000,qrMinimum",
			"0,1e-300000000,qrMinimum", "0,10000000000000,qrMinimum" })
	void refusesAtOnceRatesThatNoContractHas(BigDecimal rate, BigDecimal minimum, String name) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new KaspiFees(rate, minimum, BigDecimal.ZERO, BigDecimal.ZERO))
			.withMessageContaining(name);
	}

	@Test
	@Timeout(value = 10, threadMode = ThreadMode.SEPARATE_THREAD)
	void takesAZeroHoweverItIsWritten() {
		BigDecimal zero = new BigDecimal("0e-300000000");
		assertThat(new KaspiFees(zero, zero, zero, zero).qr(BigDecimal.ONE)).isEqualTo("0.00");
	}

	@ParameterizedTest
	@CsvSource({ "-0.001,0,0,0,qrRate", "1.001,0,0,0,qrRate", "0,-0.01,0,0,qrMinimum", "0,0,-1,0,cardRate",
			"0,0,2,0,cardRate", "0,0,0,-0.1,refundRate", "0,0,0,1.5,refundRate" })
	void refusesValuesOutOfRange(BigDecimal qrRate, BigDecimal qrMinimum, BigDecimal cardRate, BigDecimal refundRate,
			String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new KaspiFees(qrRate, qrMinimum, cardRate, refundRate))
			.withMessageStartingWith(name + " ");
	}

	@Test
	void takesTheEndsOfTheRange() {
		assertThatNoException()
			.isThrownBy(() -> new KaspiFees(BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.ZERO, new BigDecimal("1.000")));
	}

}
