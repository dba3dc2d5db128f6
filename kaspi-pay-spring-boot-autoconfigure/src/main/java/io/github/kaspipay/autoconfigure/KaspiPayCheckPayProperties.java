/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import io.github.kaspipay.checkpay.AddressRange;
import io.github.kaspipay.checkpay.CheckPayFormat;
import io.github.kaspipay.checkpay.CheckPaySource;
import io.github.kaspipay.checkpay.PaymentLink;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Requests of Kaspi's, where the protocol is check-pay.
 *
 * @param path Path of the endpoint that Kaspi calls.
 * @param allowedAddresses Addresses that Kaspi calls from: IP addresses, or ranges such
 * as 10.0.0.0/8. Nothing is signed: they are the protection.
 * @param trustedProxies Addresses of the proxies between Kaspi and the application whose
 * X-Forwarded-For is believed.
 * @param sharedSecret Secret that Kaspi sends as data1, where one is agreed.
 * @param format Format of the answers, as agreed with Kaspi.
 * @param payableFor Time for which an order can be paid.
 * @param serviceName Name of the service in its payment link, from Kaspi. Without it
 * orders have no link and no QR code.
 * @param serviceId Id of the service in its payment link, from Kaspi.
 * @param accountParameter Number of the payment link's parameter that takes the account,
 * from Kaspi.
 * @param paymentPage Address of Kaspi's page that payment links open.
 * @param bypassSecurity Whether Spring Security lets Kaspi's requests through to the
 * endpoint. Their address is checked in any case.
 * @param quickPay Payments that Kaspi prepares.
 */
public record KaspiPayCheckPayProperties(@DefaultValue("/kaspi/check-pay") String path,
		@DefaultValue("194.187.247.152") List<String> allowedAddresses, @Nullable List<String> trustedProxies,
		@Nullable String sharedSecret, @DefaultValue("json") CheckPayFormat format,
		@DefaultValue("24h") Duration payableFor, @Nullable String serviceName, @Nullable String serviceId,
		@Nullable String accountParameter, @DefaultValue("https://kaspi.kz/pay") URI paymentPage,
		@DefaultValue("true") boolean bypassSecurity, @DefaultValue QuickPay quickPay) {

	/**
	 * What Kaspi has no way to spell otherwise.
	 */
	private static final Pattern PLAIN_PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+");

	/**
	 * Returns the same, checked and tidied.
	 */
	KaspiPayCheckPayProperties checked() {
		PropertyRules.require(PLAIN_PATH.matcher(this.path).matches(), "check-pay.path",
				"must be a plain path such as /kaspi/check-pay, of the characters A-Z a-z 0-9 . _ ~ - and /, "
						+ "without a / at its end",
				this.path);
		PropertyRules.require(!this.allowedAddresses.isEmpty(), "check-pay.allowed-addresses",
				"must name the addresses that Kaspi calls from", this.allowedAddresses);
		ranges("check-pay.allowed-addresses", this.allowedAddresses);
		List<String> trustedProxies = (this.trustedProxies != null) ? List.copyOf(this.trustedProxies) : List.of();
		ranges("check-pay.trusted-proxies", trustedProxies);
		if (this.sharedSecret != null) {
			requireSecret("check-pay.shared-secret", this.sharedSecret);
		}
		PropertyRules.requireBetween("check-pay.payable-for", this.payableFor, Duration.ofMillis(100),
				Duration.ofDays(365));
		PropertyRules.requireHttps("check-pay.payment-page", this.paymentPage);
		String serviceName = textOrNull("check-pay.service-name", this.serviceName);
		String serviceId = textOrNull("check-pay.service-id", this.serviceId);
		String accountParameter = textOrNull("check-pay.account-parameter", this.accountParameter);
		boolean none = serviceName == null && serviceId == null && accountParameter == null;
		if (!none && (serviceName == null || serviceId == null || accountParameter == null)) {
			throw new KaspiPayConfigurationException(
					"kaspi.pay.check-pay.service-name, service-id and account-parameter must be set together: they "
							+ "make the payment link.",
					"Set all three to what Kaspi has given you, or none for orders without a link.");
		}
		return new KaspiPayCheckPayProperties(this.path, this.allowedAddresses, trustedProxies, this.sharedSecret,
				this.format, this.payableFor, serviceName, serviceId, accountParameter, this.paymentPage,
				this.bypassSecurity, this.quickPay.checked());
	}

	@Override
	public String toString() {
		return "KaspiPayCheckPayProperties[path=" + this.path + "]";
	}

	/**
	 * Returns the proxies between Kaspi and the application.
	 * @return their addresses
	 */
	@Override
	public List<String> trustedProxies() {
		return Objects.requireNonNull(this.trustedProxies);
	}

	/**
	 * Returns who may call the endpoint. Internal.
	 * @return the addresses
	 */
	public CheckPaySource toSource() {
		return new CheckPaySource(ranges("check-pay.allowed-addresses", this.allowedAddresses),
				ranges("check-pay.trusted-proxies", trustedProxies()));
	}

	/**
	 * Returns what payment links are made of. Internal.
	 * @return the parts of the link, or {@code null} for orders without one
	 */
	public @Nullable PaymentLink toLink() {
		return (this.serviceName != null && this.serviceId != null && this.accountParameter != null)
				? new PaymentLink(this.paymentPage, this.serviceName, this.serviceId, this.accountParameter) : null;
	}

	private static List<AddressRange> ranges(String property, List<String> texts) {
		return texts.stream().map((text) -> range(property, text.strip())).toList();
	}

	private static AddressRange range(String property, String text) {
		try {
			return AddressRange.parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new KaspiPayConfigurationException(
					"kaspi.pay." + property + " " + ex.getMessage() + ", and is '" + text + "'.",
					"Correct kaspi.pay." + property + ".");
		}
	}

	private static void requireSecret(String property, String secret) {
		String variable = CredentialRules.unsetVariable(secret);
		if (variable != null) {
			throw CredentialRules.unset("kaspi.pay." + property, variable);
		}
		if (!StringUtils.hasText(secret)) {
			throw new KaspiPayConfigurationException("kaspi.pay." + property + " must not be blank.",
					"Set kaspi.pay." + property + " to what is agreed with Kaspi, or leave it out.");
		}
	}

	private static @Nullable String textOrNull(String property, @Nullable String text) {
		if (!StringUtils.hasText(text)) {
			return null;
		}
		PropertyRules.requireSet(property, text);
		return text.strip();
	}

	/**
	 * Payments that Kaspi prepares: orders get an address that leads right to theirs.
	 *
	 * @param url Address that payments are prepared at.
	 * @param service Service that is paid, from Kaspi. Without it no payment is prepared.
	 * @param refererHost Host of your site, such as shop.kz.
	 * @param qrCode Whether Kaspi is asked for a picture of the QR code, which takes the
	 * place of the order's QR data as a data URI.
	 */
	public record QuickPay(@DefaultValue("https://kaspi.kz/online") URI url, @Nullable String service,
			@Nullable String refererHost, @DefaultValue("false") boolean qrCode) {

		private static final Pattern HOST = Pattern.compile(
				"(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?" + "(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");

		/**
		 * Returns the same, checked and tidied.
		 */
		QuickPay checked() {
			PropertyRules.requireHttps("check-pay.quick-pay.url", this.url);
			PropertyRules.require(
					this.url.getRawUserInfo() == null && this.url.getRawQuery() == null
							&& this.url.getRawFragment() == null,
					"check-pay.quick-pay.url", "must have no user, no query and no fragment",
					"an address that has one");
			String service = textOrNull("check-pay.quick-pay.service", this.service);
			String refererHost = textOrNull("check-pay.quick-pay.referer-host", this.refererHost);
			PropertyRules.require(refererHost == null || HOST.matcher(refererHost).matches(),
					"check-pay.quick-pay.referer-host",
					"must be a bare host such as shop.kz, without https:// and without a path",
					String.valueOf(refererHost));
			return new QuickPay(this.url, service, refererHost, this.qrCode);
		}

		@Override
		public String toString() {
			return "QuickPay[url=" + this.url + "]";
		}

	}

}
