/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.order;

import java.math.BigDecimal;
import java.net.URI;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.kaspipay.order.KaspiOrderRequest.Builder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class KaspiOrderRequestTests {

	static Stream<Arguments> refused() {
		return Stream.of(refused("amount", (b) -> b.amount(0)), refused("amount", (b) -> b.amount(-1)),
				refused("amount", (b) -> b.amount(new BigDecimal("0.001"))),
				refused("amount", (b) -> b.amount(new BigDecimal("1.999"))),
				refused("amount", (b) -> b.amount(new BigDecimal("1E+13"))),
				refused("amount", (b) -> b.amount(new BigDecimal("1E+999999999"))),
				refused("reference", (b) -> b.reference("")), refused("reference", (b) -> b.reference(" ")),
				refused("reference", (b) -> b.reference("a b")), refused("reference", (b) -> b.reference("a\nb")),
				refused("reference", (b) -> b.reference("a\u200bb")),
				refused("reference", (b) -> b.reference("a\u00a0b")),
				refused("reference", (b) -> b.reference("\ud83d")),
				refused("reference", (b) -> b.reference("x".repeat(65))),
				refused("callbackUrl", (b) -> b.callbackUrl(URI.create("http://your-site.kz/hook"))),
				refused("callbackUrl", (b) -> b.callbackUrl(URI.create("/hook"))),
				refused("callbackUrl", (b) -> b.callbackUrl(URI.create("http://localhost.evil.kz/hook"))),
				refused("callbackUrl", (b) -> b.callbackUrl(URI.create("http://127.0.0.1.evil.kz/hook"))),
				refused("callbackUrl", (b) -> b.callbackUrl(URI.create("ftp://your-site.kz/hook"))),
				refused("callbackUrl", (b) -> b.callbackUrl(URI.create("https:hook"))),
				refused("returnUrl", (b) -> b.returnUrl(URI.create("http://your-site.kz"))),
				refused("language", (b) -> b.language("russian")), refused("language", (b) -> b.language("")),
				refused("language", (b) -> b.language("r1")));
	}

	static Stream<Arguments> accepted() {
		return Stream.of(accepted((b) -> b.amount(new BigDecimal("0.01"))),
				accepted((b) -> b.amount(new BigDecimal("100.00000"))),
				accepted((b) -> b.amount(new BigDecimal("1E+3"))), accepted((b) -> b.reference("x")),
				accepted((b) -> b.reference("x".repeat(64))), accepted((b) -> b.reference("заказ-№1/2026")),
				accepted((b) -> b.reference("🎉".repeat(64))),
				accepted((b) -> b.callbackUrl(URI.create("HTTPS://your-site.kz/hook?a=b"))),
				accepted((b) -> b.callbackUrl(URI.create("http://localhost:8080/hook"))),
				accepted((b) -> b.callbackUrl(URI.create("http://127.0.0.1/hook"))),
				accepted((b) -> b.callbackUrl(URI.create("http://[::1]:8080/hook"))), accepted((b) -> b.language("kk")),
				accepted((b) -> b.language(null).returnUrl(null).callbackUrl(null)));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void valueOutOfItsRangeIsRefusedByName(String field, UnaryOperator<Builder> change) {
		Builder builder = change.apply(KaspiOrderRequest.builder().amount(1));
		assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageStartingWith(field + " must");
	}

	@ParameterizedTest
	@MethodSource("accepted")
	void valueInItsRangeIsAccepted(UnaryOperator<Builder> change) {
		assertThat(change.apply(KaspiOrderRequest.builder().amount(1)).build()).isNotNull();
	}

	@Test
	void amountIsNeeded() {
		assertThatIllegalArgumentException().isThrownBy(KaspiOrderRequest.builder()::build)
			.withMessageStartingWith("amount");
	}

	@Test
	void referenceLeftOutIsAnotherUuidEachTime() {
		Builder builder = KaspiOrderRequest.builder().amount(1);
		String first = builder.build().getReference();
		assertThat(UUID.fromString(first)).hasToString(first);
		assertThat(builder.build().getReference()).isNotEqualTo(first);
	}

	@Test
	void descriptionIsNotPrinted() {
		KaspiOrderRequest request = KaspiOrderRequest.builder().amount(1).description("for Aigerim").build();
		assertThat(request.toString()).doesNotContain("Aigerim").contains(request.getReference());
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "0.001" })
	void refundsAmountIsChecked(BigDecimal amount) {
		assertThatIllegalArgumentException().isThrownBy(() -> KaspiRefundRequest.of(amount, "why"))
			.withMessageStartingWith("amount must");
	}

	@ParameterizedTest
	@MethodSource("badReasons")
	void refundsReasonIsChecked(String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> KaspiRefundRequest.full(reason))
			.withMessageStartingWith("reason must");
		assertThatIllegalArgumentException().isThrownBy(() -> KaspiRefundRequest.of(BigDecimal.ONE, reason))
			.withMessageStartingWith("reason must");
	}

	static Stream<String> badReasons() {
		return Stream.of(null, "", " ", "x".repeat(256));
	}

	@Test
	void refundOfAPartNeedsAnAmount() {
		assertThatIllegalArgumentException().isThrownBy(() -> KaspiRefundRequest.of(null, "why"))
			.withMessageStartingWith("amount");
		assertThat(KaspiRefundRequest.full("x".repeat(255)).amount()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "CANCELED", "CANCELLED", " cancelled ", "canceled" })
	void bothSpellingsOfCancelledAreOneStatus(String value) {
		assertThat(new KaspiOrderStatus(value)).isEqualTo(KaspiOrderStatus.CANCELLED).hasToString("CANCELLED");
	}

	@Test
	void statusNobodyKnowsIsKept() {
		assertThat(new KaspiOrderStatus("on_hold").value()).isEqualTo("ON_HOLD");
		assertThatIllegalArgumentException().isThrownBy(() -> new KaspiOrderStatus(" "))
			.withMessageContaining("status");
	}

	private static Arguments refused(String field, UnaryOperator<Builder> change) {
		return arguments(field, change);
	}

	private static Arguments accepted(UnaryOperator<Builder> change) {
		return arguments(change);
	}

}
