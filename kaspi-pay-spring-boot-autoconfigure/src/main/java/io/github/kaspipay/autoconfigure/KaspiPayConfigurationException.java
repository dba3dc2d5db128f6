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

	String getAction() {
		return this.action;
	}

}
