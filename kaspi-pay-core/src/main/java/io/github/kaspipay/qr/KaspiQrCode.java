/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qr;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/**
 * The QR code a customer scans with the Kaspi app, made of an order's {@code qrData}: in
 * UTF-8, with error correction level M, black on white, with the quiet zone of 4 modules
 * that the QR code standard asks for. Immutable and thread-safe.
 */
public final class KaspiQrCode {

	private static final int QUIET_ZONE = 4;

	private static final int MIN_PIXELS = 64;

	private static final int MAX_PIXELS = 4096;

	private final ByteMatrix modules;

	private KaspiQrCode(ByteMatrix modules) {
		this.modules = modules;
	}

	/**
	 * Makes a QR code.
	 * @param qrData the code's text, as Kaspi Pay returned it; at most 2331 bytes of
	 * UTF-8 fit, or more where they are only digits or capital letters
	 * @return the QR code
	 * @throws IllegalArgumentException if the text is blank, is not well-formed Unicode
	 * or does not fit into a QR code
	 */
	public static KaspiQrCode of(String qrData) {
		if (qrData.isBlank()) {
			throw new IllegalArgumentException("qrData must not be blank");
		}
		if (!StandardCharsets.UTF_8.newEncoder().canEncode(qrData)) {
			throw new IllegalArgumentException("qrData must be well-formed Unicode");
		}
		try {
			return new KaspiQrCode(Encoder.encode(qrData, ErrorCorrectionLevel.M, hints(qrData)).getMatrix());
		}
		catch (WriterException ex) {
			throw new IllegalArgumentException("qrData of " + qrData.length() + " characters is too long for a QR code",
					ex);
		}
	}

	/**
	 * Names the character set only where it matters: ASCII is the same without, and some
	 * scanners do not understand the mark.
	 */
	private static Map<EncodeHintType, ?> hints(String qrData) {
		boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(qrData);
		return ascii ? Map.of() : Map.of(EncodeHintType.CHARACTER_SET, StandardCharsets.UTF_8);
	}

	/**
	 * Draws the code as SVG, to be put into a page as it is. It has no size of its own:
	 * it fills what it is put into, for which about 256 pixels are usual.
	 * @return an {@code svg} element without an XML prolog and without references to
	 * anything outside of it
	 */
	public String toSvg() {
		int size = this.modules.getWidth() + 2 * QUIET_ZONE;
		return String.format(Locale.ROOT, """
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" shape-rendering="crispEdges">\
				<rect width="%1$d" height="%1$d" fill="#fff"/><path d="%2$s" fill="#000"/></svg>""", size, path());
	}

	/**
	 * Describes the dark modules as rectangles, one for each run of them in a row.
	 */
	private String path() {
		StringBuilder path = new StringBuilder();
		for (int y = 0; y < this.modules.getHeight(); y++) {
			for (int x = 0; x < this.modules.getWidth(); x++) {
				int start = x;
				while (x < this.modules.getWidth() && this.modules.get(x, y) == 1) {
					x++;
				}
				if (x > start) {
					path.append('M').append(start + QUIET_ZONE).append(' ').append(y + QUIET_ZONE);
					path.append('h').append(x - start).append("v1h").append(start - x).append('z');
				}
			}
		}
		return path.toString();
	}

	/**
	 * Draws the code as a PNG image of black and white pixels. Every module is the same
	 * whole number of pixels wide, and what is left over goes to the margins.
	 * @param pixels the image's width and height, 64 to 4096; about 256 is usual
	 * @return the PNG file
	 * @throws IllegalArgumentException if the size is out of its range or too small for
	 * this code to have one pixel for each module; the message says what it needs
	 */
	public byte[] toPng(int pixels) {
		if (pixels < MIN_PIXELS || pixels > MAX_PIXELS) {
			throw new IllegalArgumentException("pixels must be " + MIN_PIXELS + " to " + MAX_PIXELS);
		}
		int size = this.modules.getWidth() + 2 * QUIET_ZONE;
		if (pixels < size) {
			throw new IllegalArgumentException("pixels must be at least " + size + " for this QR code");
		}
		int scale = pixels / size;
		int margin = (pixels - scale * this.modules.getWidth()) / 2;
		MonochromePng png = new MonochromePng(pixels);
		for (int y = 0; y < this.modules.getHeight(); y++) {
			int top = margin + y * scale;
			png.whiten(top);
			for (int x = 0; x < this.modules.getWidth(); x++) {
				if (this.modules.get(x, y) == 1) {
					png.blacken(margin + x * scale, top, scale);
				}
			}
		}
		png.whiten(margin + this.modules.getHeight() * scale);
		return png.toBytes();
	}

}
