/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qr;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.ResultMetadataType;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KaspiQrCodeTests {

	static final List<String> TEXTS = List.of("0003", "https://pay.kaspikz.kz/ORD-2026-05-09-001",
			"00020101021229460010kz.kaspi.pay0110MERCHANT1230214ORD-2026-05-095204000053033985802KZ6304ABCD",
			"Оплата 25 000 ₸ 😀", "é", "a".repeat(500), " a\n");

	private static final Pattern SVG = Pattern
		.compile("<svg xmlns=\"http://www\\.w3\\.org/2000/svg\" viewBox=\"0 0 (\\d+) \\1\" "
				+ "shape-rendering=\"crispEdges\"><rect width=\"\\1\" height=\"\\1\" fill=\"#fff\"/>"
				+ "<path d=\"([^\"]+)\" fill=\"#000\"/></svg>");

	private static final Pattern RUN = Pattern.compile("\\GM(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z");

	@ParameterizedTest
	@FieldSource("TEXTS")
	void pngReadsBack(String text) throws Exception {
		BufferedImage image = png(KaspiQrCode.of(text), 512);
		assertThat(image.getWidth()).isEqualTo(512);
		assertThat(image.getHeight()).isEqualTo(512);
		Result result = decode(image);
		assertThat(result.getText()).isEqualTo(text);
		assertThat(result.getResultMetadata()).containsEntry(ResultMetadataType.ERROR_CORRECTION_LEVEL, "M");
	}

	@ParameterizedTest
	@FieldSource("TEXTS")
	void svgReadsBack(String text) throws Exception {
		BufferedImage image = rasterise(KaspiQrCode.of(text).toSvg(), 4);
		assertThat(decode(image).getText()).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(ints = { 64, 65, 67, 100, 255, 256, 257, 1000, 4096 })
	void pngHasTheSizeAskedForAndAQuietZone(int pixels) throws Exception {
		KaspiQrCode code = KaspiQrCode.of("https://pay.kaspikz.kz/ORD-1");
		BufferedImage image = png(code, pixels);
		assertThat(image.getWidth()).isEqualTo(pixels);
		assertThat(image.getHeight()).isEqualTo(pixels);
		int modules = 29;
		int scale = pixels / (modules + 8);
		int margin = (pixels - modules * scale) / 2;
		assertThat(margin).isGreaterThanOrEqualTo(4 * scale);
		assertThat(isDark(image, margin, margin)).isTrue();
		assertThat(isDark(image, margin + 7 * scale - 1, margin)).isTrue();
		assertThat(isDark(image, margin + 7 * scale, margin)).isFalse();
		assertQuietZone(image, 4 * scale);
		assertThat(decode((scale < 4) ? scaled(image, 4) : image).getText()).isEqualTo("https://pay.kaspikz.kz/ORD-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ar-EG", "fa", "my", "mr", "tr-TR" })
	void svgHasAsciiDigitsWhateverTheMachinesLocale(String locale) {
		Locale before = Locale.getDefault();
		Locale.setDefault(Locale.forLanguageTag(locale));
		try {
			assertThat(KaspiQrCode.of("https://pay.kaspikz.kz/ORD-1").toSvg()).matches(SVG).matches("\\p{ASCII}+");
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void svgHasAQuietZoneOfFourModules() {
		BufferedImage image = rasterise(KaspiQrCode.of("https://pay.kaspikz.kz/ORD-1").toSvg(), 1);
		assertThat(image.getWidth()).isEqualTo(29 + 8);
		assertQuietZone(image, 4);
		assertThat(isDark(image, 4, 4)).isTrue();
		assertThat(isDark(image, 32, 4)).isTrue();
		assertThat(isDark(image, 4, 32)).isTrue();
	}

	@Test
	void svgCanBeInlined() {
		assertThat(KaspiQrCode.of("<script>&\"'").toSvg()).startsWith("<svg ")
			.matches(SVG)
			.containsOnlyOnce("<path")
			.doesNotContain("<?xml", "href", "url(", "script");
	}

	@Test
	void pngAndSvgShowTheSame() throws Exception {
		KaspiQrCode code = KaspiQrCode.of("https://pay.kaspikz.kz/ORD-1");
		BufferedImage svg = rasterise(code.toSvg(), 2);
		BufferedImage png = png(code, svg.getWidth());
		for (int y = 0; y < svg.getHeight(); y++) {
			for (int x = 0; x < svg.getWidth(); x++) {
				assertThat(isDark(png, x, y)).isEqualTo(isDark(svg, x, y));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { Integer.MIN_VALUE, -256, 0, 63, 4097, Integer.MAX_VALUE })
	void refusesSizesOutOfRange(int pixels) {
		KaspiQrCode code = KaspiQrCode.of("0003");
		assertThatIllegalArgumentException().isThrownBy(() -> code.toPng(pixels))
			.withMessage("pixels must be 64 to 4096");
	}

	@Test
	void refusesASizeThatIsTooSmallForTheCode() throws Exception {
		KaspiQrCode code = KaspiQrCode.of("x".repeat(2331));
		assertThatIllegalArgumentException().isThrownBy(() -> code.toPng(184))
			.withMessage("pixels must be at least 185 for this QR code");
		assertThat(png(code, 185).getWidth()).isEqualTo(185);
		assertThat(decode(png(code, 740)).getText()).isEqualTo("x".repeat(2331));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\n\t", "\ud800", "a\udfffb" })
	void refusesTextThatIsBlankOrMalformed(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> KaspiQrCode.of(text)).withMessageStartingWith("qrData ");
	}

	@Test
	void refusesTextThatIsTooLong() {
		assertThatIllegalArgumentException().isThrownBy(() -> KaspiQrCode.of("x".repeat(2332)))
			.withMessage("qrData of 2332 characters is too long for a QR code");
		assertThatIllegalArgumentException().isThrownBy(() -> KaspiQrCode.of("₸".repeat(1000)));
		assertThatIllegalArgumentException().isThrownBy(() -> KaspiQrCode.of("x".repeat(1_000_000)));
	}

	@Test
	void servesManyThreads() {
		KaspiQrCode code = KaspiQrCode.of("0003");
		byte[] png = code.toPng(256);
		String svg = code.toSvg();
		assertThat(IntStream.range(0, 200).parallel().mapToObj((i) -> code.toPng(256)))
			.allMatch((other) -> Arrays.equals(other, png));
		assertThat(IntStream.range(0, 200).parallel().mapToObj((i) -> code.toSvg())).containsOnly(svg);
	}

	private static void assertQuietZone(BufferedImage image, int width) {
		int size = image.getWidth();
		for (int y = 0; y < size; y++) {
			for (int x = 0; x < size; x++) {
				boolean quiet = x < width || y < width || x >= size - width || y >= size - width;
				if (quiet && isDark(image, x, y)) {
					throw new AssertionError("dark at " + x + ", " + y);
				}
			}
		}
	}

	private static boolean isDark(BufferedImage image, int x, int y) {
		return (image.getRGB(x, y) & 0xffffff) == 0;
	}

	private static BufferedImage png(KaspiQrCode code, int pixels) throws IOException {
		return ImageIO.read(new ByteArrayInputStream(code.toPng(pixels)));
	}

	private static BufferedImage scaled(BufferedImage image, int scale) {
		BufferedImage scaled = new BufferedImage(image.getWidth() * scale, image.getHeight() * scale,
				BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = scaled.createGraphics();
		graphics.drawImage(image, 0, 0, scaled.getWidth(), scaled.getHeight(), null);
		graphics.dispose();
		return scaled;
	}

	private static BufferedImage rasterise(String svg, int scale) {
		Matcher matcher = SVG.matcher(svg);
		assertThat(matcher.matches()).isTrue();
		int size = Integer.parseInt(matcher.group(1)) * scale;
		BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = image.createGraphics();
		graphics.setColor(Color.WHITE);
		graphics.fillRect(0, 0, size, size);
		graphics.setColor(Color.BLACK);
		String path = matcher.group(2);
		Matcher run = RUN.matcher(path);
		int end = 0;
		while (run.find()) {
			assertThat(run.group(3)).isEqualTo(run.group(4));
			graphics.fillRect(Integer.parseInt(run.group(1)) * scale, Integer.parseInt(run.group(2)) * scale,
					Integer.parseInt(run.group(3)) * scale, scale);
			end = run.end();
		}
		assertThat(end).isEqualTo(path.length());
		graphics.dispose();
		return image;
	}

	private static Result decode(BufferedImage image) throws ReaderException {
		return new QRCodeReader()
			.decode(new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(image))));
	}

}
