package io.github.kaspipay.autoconfigure;

/**
 * A property is missing or wrong. Its message never holds a secret.
 */
class KaspiPayConfigurationException extends RuntimeException {

	private final String action;

	KaspiPayConfigurationException(String message, String action) {
		super(message);
		this.action = action;
	}

	/**
	 * What a property asks for is Redis, and there is none to be used.
	 * @param property the property
	 * @param alternative its value that needs no Redis
	 */
	static KaspiPayConfigurationException withoutRedis(String property, String alternative) {
		return new KaspiPayConfigurationException(
				property + " is redis, and the application has no single RedisConnectionFactory whose driver is "
						+ "Lettuce.",
				"Add spring-boot-starter-data-redis, mark one of several factories with @KaspiPayRedis, or set "
						+ property + "=" + alternative + ".");
	}

	String getAction() {
		return this.action;
	}

}
