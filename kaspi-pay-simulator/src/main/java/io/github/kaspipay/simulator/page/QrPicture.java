/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.page;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;

/**
 * A QR code, as Kaspi shows it to a customer. Internal to the simulator.
 */
public final class QrPicture {

	private static final Map<EncodeHintType, ?> HINTS = Map.of(EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.M);

	private QrPicture() {
	}

	public static String svg(String text) {
		BitMatrix modules = modules(text, 0);
		StringBuilder path = new StringBuilder();
		for (int y = 0; y < modules.getHeight(); y++) {
			for (int x = 0; x < modules.getWidth(); x++) {
				if (modules.get(x, y)) {
					path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
				}
			}
		}
		return String.format(Locale.ROOT, """
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" shape-rendering="crispEdges">\
				<rect width="%1$d" height="%1$d" fill="#fff"/><path d="%2$s" fill="#000"/></svg>""", modules.getWidth(),
				path);
	}

	public static byte[] png(String text, int pixels) {
		BitMatrix modules = modules(text, pixels);
		BufferedImage image = new BufferedImage(modules.getWidth(), modules.getHeight(),
				BufferedImage.TYPE_BYTE_BINARY);
		for (int y = 0; y < modules.getHeight(); y++) {
			for (int x = 0; x < modules.getWidth(); x++) {
				image.setRGB(x, y, modules.get(x, y) ? 0 : 0xffffff);
			}
		}
		ByteArrayOutputStream png = new ByteArrayOutputStream();
		try (ImageOutputStream output = new MemoryCacheImageOutputStream(png)) {
			ImageIO.write(image, "png", output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return png.toByteArray();
	}

	private static BitMatrix modules(String text, int pixels) {
		try {
			return new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, pixels, pixels, HINTS);
		}
		catch (WriterException ex) {
			throw new IllegalArgumentException("The text does not fit into a QR code", ex);
		}
	}

}
