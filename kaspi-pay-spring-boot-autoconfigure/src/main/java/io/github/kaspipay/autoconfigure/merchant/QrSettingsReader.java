/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.merchant;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.kaspipay.autoconfigure.CredentialRules;
import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import io.github.kaspipay.autoconfigure.KaspiPayPollingProperties;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.KaspiPayQrProperties;
import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import io.github.kaspipay.qrapi.QrScheme;
import io.github.kaspipay.qrapi.QrSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Checks what is set for the QR API: what its scheme needs, and what another one would.
 */
final class QrSettingsReader {

	private static final int LONGEST_DEVICE_ID = 64;

	private final KaspiPayProperties properties;

	private final QrScheme scheme;

	private QrSettingsReader(KaspiPayProperties properties, QrScheme scheme) {
		this.properties = properties;
		this.scheme = scheme;
	}

	/**
	 * Reads the settings. What is thrown names the default merchant's properties.
	 * @param merchant the merchant's name; empty for the default one
	 * @param properties the properties as they hold for the merchant
	 * @throws KaspiPayConfigurationException if something is missing or does not fit
	 */
	static QrSettings read(String merchant, KaspiPayProperties properties) {
		return new QrSettingsReader(properties, scheme(properties)).read(merchant);
	}

	/**
	 * Returns where the QR API is: an address without a path gets that of the scheme.
	 * @throws KaspiPayConfigurationException if the scheme has no known address
	 */
	static URI baseUrl(KaspiPayProperties properties) {
		QrScheme scheme = scheme(properties);
		URI own = properties.baseUrl();
		if (own != null) {
			return own.getRawPath().isEmpty() ? URI.create(own + path(scheme)) : own;
		}
		boolean sandbox = properties.environment() == KaspiPayProperties.Environment.SANDBOX;
		String host = switch (scheme) {
			case BASIC -> sandbox ? "mtokentest.kaspi.kz:8543" : "qrapi-key.kaspi.kz";
			case STANDARD -> sandbox ? "mtokentest.kaspi.kz:8544" : null;
			case ENHANCED -> sandbox ? "mtokentest.kaspi.kz:8545" : "qrapi-cert-ip.kaspi.kz";
		};
		if (host == null) {
			throw new KaspiPayConfigurationException(
					"kaspi.pay.base-url must be set: the address of the QR API's scheme standard in production is not "
							+ "known.",
					"Set kaspi.pay.base-url to the address that Kaspi gave you, or kaspi.pay.environment=sandbox for "
							+ "Kaspi's test server.");
		}
		return URI.create("https://" + host + path(scheme));
	}

	private static String path(QrScheme scheme) {
		return "/r" + (scheme.ordinal() + 1) + "/v01";
	}

	private static QrScheme scheme(KaspiPayProperties properties) {
		QrScheme scheme = properties.qr().scheme();
		if (scheme == null) {
			throw new KaspiPayConfigurationException("kaspi.pay.qr.scheme must be set where kaspi.pay.api is qr.",
					"Set it to what was agreed with Kaspi: basic (a key), standard (a certificate) or enhanced (a "
							+ "certificate and a fixed address).");
		}
		return scheme;
	}

	private QrSettings read(String merchant) {
		KaspiPayQrProperties qr = this.properties.qr();
		String apiKey = text("qr.api-key", qr.apiKey());
		String organizationBin = text("qr.organization-bin", qr.organizationBin());
		String tradePointId = text("qr.trade-point-id", qr.tradePointId());
		String deviceId = text("qr.device-id", qr.deviceId());
		requireAll(apiKey, organizationBin, tradePointId, deviceId);
		refuse(this.scheme != QrScheme.BASIC, "qr.api-key", apiKey, "only the scheme basic has a key");
		refuse(this.scheme != QrScheme.ENHANCED, "qr.organization-bin", organizationBin,
				"only the scheme enhanced has it");
		require(organizationBin == null || organizationBin.matches("[0-9]{12}"), "qr.organization-bin",
				"must have 12 digits");
		require(tradePointId != null && tradePointId.matches("[0-9]{1,18}"), "qr.trade-point-id",
				"must be the number that Kaspi gave the trade point, of 1 to 18 digits");
		require(deviceId != null && deviceId.length() <= LONGEST_DEVICE_ID, "qr.device-id",
				"must have at most " + LONGEST_DEVICE_ID + " characters");
		KaspiPayPollingProperties polling = this.properties.polling();
		return new QrSettings(merchant, this.scheme, apiKey, organizationBin, String.valueOf(tradePointId),
				String.valueOf(deviceId), qr.paymentForm(),
				new PollingSchedule(polling.interval(), polling.duration(), polling.giveUpAfter()));
	}

	private void requireAll(@Nullable String apiKey, @Nullable String organizationBin, @Nullable String tradePointId,
			@Nullable String deviceId) {
		List<String> missing = new ArrayList<>();
		if (this.scheme == QrScheme.BASIC && apiKey == null) {
			missing.add("kaspi.pay.qr.api-key");
		}
		if (this.scheme != QrScheme.BASIC && !StringUtils.hasText(this.properties.ssl().bundle())) {
			missing.add("kaspi.pay.ssl.bundle");
		}
		if (this.scheme == QrScheme.ENHANCED && organizationBin == null) {
			missing.add("kaspi.pay.qr.organization-bin");
		}
		if (tradePointId == null) {
			missing.add("kaspi.pay.qr.trade-point-id");
		}
		if (deviceId == null) {
			missing.add("kaspi.pay.qr.device-id");
		}
		if (!missing.isEmpty()) {
			throw new KaspiPayConfigurationException(
					"The QR API's scheme " + this.scheme.name().toLowerCase(Locale.ROOT) + " needs "
							+ String.join(", ", missing) + ".",
					"Set them: the key or the certificate (as a Spring SSL bundle) and the trade point's id come from "
							+ "Kaspi; the device's id is a name of your own for the cash desk.");
		}
	}

	private static @Nullable String text(String property, @Nullable String value) {
		String checked = CredentialRules.check("kaspi.pay." + property, value);
		return checked.isEmpty() ? null : checked;
	}

	private void refuse(boolean foreign, String property, @Nullable String value, String why) {
		if (foreign && value != null) {
			throw new KaspiPayConfigurationException(
					"kaspi.pay." + property + " is set, and kaspi.pay.qr.scheme is "
							+ this.scheme.name().toLowerCase(Locale.ROOT) + ": " + why + ".",
					"Remove kaspi.pay." + property + ", or correct kaspi.pay.qr.scheme.");
		}
	}

	private static void require(boolean holds, String property, String rule) {
		if (!holds) {
			throw new KaspiPayConfigurationException("kaspi.pay." + property + " " + rule + ".",
					"Correct kaspi.pay." + property + ".");
		}
	}

}
