/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.util.Optional;

import io.github.kaspipay.qr.KaspiQrCode;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Draws the QR code of the order being paid. Made to be copied: it needs a
 * {@link Source}.
 */
@RestController
class QrCodeController {

	private static final MediaType SVG = MediaType.valueOf("image/svg+xml");

	private final Source source;

	QrCodeController(Source source) {
		this.source = source;
	}

	@GetMapping("/checkout/{token}/qr.svg")
	ResponseEntity<String> qrCode(@PathVariable String token) {
		return this.source.qrData(token)
			.map((qrData) -> ResponseEntity.ok()
				.contentType(SVG)
				.cacheControl(CacheControl.noStore())
				.body(KaspiQrCode.of(qrData).toSvg()))
			.orElseGet(() -> ResponseEntity.notFound().build());
	}

	/**
	 * Knows the orders that are being paid.
	 */
	interface Source {

		/**
		 * Returns what the QR code says.
		 * @param token the token in the page's address, which cannot be guessed
		 * @return the order's {@code qrData}, if it has one; an exception that Spring
		 * answers with 404 where there is no such order
		 */
		Optional<String> qrData(String token);

	}

}
