/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.qr;

import org.junit.jupiter.api.Test;

/**
 * Measures QR codes. Not part of the build: named on the command line only.
 */
class QrCodeReport {

	@Test
	void run() {
		QrCodeApplication.main(new String[0]);
	}

}
