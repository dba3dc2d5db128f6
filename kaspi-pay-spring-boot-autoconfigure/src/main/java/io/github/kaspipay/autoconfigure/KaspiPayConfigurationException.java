/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A property is missing or wrong. Its message never holds a secret.
 */
public class KaspiPayConfigurationException extends RuntimeException {

	/**
	 * What each merchant has for itself.
	 */
	private static final Pattern MERCHANT_PROPERTY = Pattern
		.compile("kaspi\\.pay\\.((api|ssl\\.bundle|qr\\.[a-z-]+|environment|base-url|merchant-id|client-id|"
				+ "client-secret|scope|callback-url|return-url|"
				+ "language|connect-timeout|read-timeout|call-timeout|webhook\\.path|polling\\.interval|"
				+ "polling\\.duration|polling\\.give-up-after|rate-limit\\.requests-per-minute|rate-limit\\.burst|"
				+ "rate-limit\\.max-wait|rate-limit\\.fallback-requests-per-minute)(?![\\w-]))");

	/**
	 * What to do about it.
	 */
	private final String action;

	/**
	 * Creates an exception.
	 * @param message which property is wrong and why, without a secret
	 * @param action what to do about it
	 */
	public KaspiPayConfigurationException(String message, String action) {
		super(message);
		this.action = action;
	}

	/**
	 * What a property asks for is Redis, and there is none to be used.
	 * @param property the property
	 * @param alternative its value that needs no Redis
	 * @return the exception, to be thrown
	 */
	public static KaspiPayConfigurationException withoutRedis(String property, String alternative) {
		return new KaspiPayConfigurationException(
				property + " is redis, and the application has no single RedisConnectionFactory whose driver is "
						+ "Lettuce.",
				"Add spring-boot-starter-data-redis, mark one of several factories with @KaspiPayRedis, or set "
						+ property + "=" + alternative + ".");
	}

	/**
	 * Returns the same exception for a merchant of {@code kaspi.pay.merchants}, whose
	 * properties are checked as the default one's are: it names the merchant's own.
	 * @param merchant the merchant's name
	 * @return the exception, to be thrown
	 */
	public KaspiPayConfigurationException ofMerchant(String merchant) {
		return new KaspiPayConfigurationException(ofMerchant(String.valueOf(getMessage()), merchant),
				ofMerchant(this.action, merchant));
	}

	private static String ofMerchant(String text, String merchant) {
		return MERCHANT_PROPERTY.matcher(text)
			.replaceAll((match) -> Matcher.quoteReplacement(PropertyName.of(merchant, match.group(1))));
	}

	/**
	 * Returns what to do about it.
	 * @return a sentence or two
	 */
	public String getAction() {
		return this.action;
	}

}
