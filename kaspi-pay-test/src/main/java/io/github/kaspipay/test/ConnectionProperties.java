package io.github.kaspipay.test;

import java.util.Locale;

/**
 * The properties that connect a Spring Boot application to a simulator. The secrets of
 * the defaults are no secrets; others are left to whoever chose them, under the names of
 * the environment variables that the starter's documentation uses.
 */
final class ConnectionProperties {

	private ConnectionProperties() {
	}

	static String of(KaspiPaySimulator simulator) {
		return String.format(Locale.ROOT, """
				kaspi.pay.base-url=%s
				kaspi.pay.merchant-id=%s
				kaspi.pay.client-id=%s
				kaspi.pay.client-secret=%s
				kaspi.pay.webhook.secret=%s
				kaspi.pay.callback-url=http://localhost:8080/webhook/kaspi
				""", simulator.baseUrl(), simulator.merchantId(), simulator.clientId(),
				shown(simulator.clientSecret(), KaspiPaySimulatorBuilder.DEFAULT_CLIENT_SECRET,
						"${KASPI_CLIENT_SECRET}"),
				shown(simulator.webhookSecret(), KaspiPaySimulatorBuilder.DEFAULT_WEBHOOK_SECRET,
						"${KASPI_WEBHOOK_SECRET}"));
	}

	/**
	 * Returns what connects an application that speaks the QR API. The client's key is
	 * loaded from a file that is to be downloaded first.
	 */
	static String of(SimulatedQr qr) {
		return String.format(Locale.ROOT, """
				kaspi.pay.api=qr
				kaspi.pay.base-url=%s
				kaspi.pay.qr.scheme=enhanced
				kaspi.pay.qr.organization-bin=%s
				kaspi.pay.qr.trade-point-id=%s
				kaspi.pay.ssl.bundle=kaspi
				spring.ssl.bundle.jks.kaspi.keystore.location=file:client.p12
				spring.ssl.bundle.jks.kaspi.keystore.password=%s
				spring.ssl.bundle.jks.kaspi.truststore.location=file:client.p12
				spring.ssl.bundle.jks.kaspi.truststore.password=%s
				""", qr.baseUrl(SimulatedQrScheme.ENHANCED), qr.organizationBin(), qr.tradePointIds().iterator().next(),
				qr.certificates().password(), qr.certificates().password());
	}

	static String ofCheckPay(KaspiPaySimulator simulator) {
		return String.format(Locale.ROOT, """
				kaspi.pay.api=check-pay
				kaspi.pay.check-pay.trusted-proxies=127.0.0.1,::1
				kaspi.pay.check-pay.service-name=Shop
				kaspi.pay.check-pay.service-id=1234
				kaspi.pay.check-pay.account-parameter=5678
				kaspi.pay.check-pay.payment-page=%s/pay
				""", simulator.baseUrl());
	}

	private static String shown(String secret, String defaultSecret, String placeholder) {
		return secret.equals(defaultSecret) ? secret : placeholder;
	}

}
