/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * How this client names itself to Kaspi Pay.
 */
final class UserAgent {

	static final String VALUE = "kaspi-pay-java/" + version();

	private UserAgent() {
	}

	private static String version() {
		Properties properties = new Properties();
		try (InputStream stream = UserAgent.class.getResourceAsStream("version.properties")) {
			if (stream != null) {
				properties.load(stream);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return properties.getProperty("version", "unknown");
	}

}
