/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.qr;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a QR code or a link tells of its times.
 *
 * @param pollingInterval how often its status may be asked for
 * @param scan how long it waits for its scan, or a link to be opened
 * @param confirmation how long it then waits for its confirmation
 */
record QrWindows(Duration pollingInterval, Duration scan, Duration confirmation) {

	static final QrWindows DEFAULT = new QrWindows(Duration.ofSeconds(5), Duration.ofSeconds(180),
			Duration.ofSeconds(65));

	QrWindows {
		check(pollingInterval);
		check(scan);
		check(confirmation);
	}

	private static void check(Duration duration) {
		if (duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(Duration.ofDays(1)) > 0) {
			throw new IllegalArgumentException("A time must be between 1 second and 1 day, not " + duration);
		}
	}

	Map<String, Object> toJson(String scanName) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("StatusPollingInterval", this.pollingInterval.toSeconds());
		json.put(scanName, this.scan.toSeconds());
		json.put("PaymentConfirmationTimeout", this.confirmation.toSeconds());
		return json;
	}

}
