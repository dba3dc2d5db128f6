/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.qr;

import java.util.List;
import java.util.Locale;
import java.util.function.IntToLongFunction;
import java.util.function.ToIntFunction;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;
import io.github.kaspipay.benchmarks.figures.Cost;
import io.github.kaspipay.qr.KaspiQrCode;

import static io.github.kaspipay.benchmarks.figures.Turns.median;
import static io.github.kaspipay.benchmarks.figures.Turns.ratio;

/**
 * An order's QR code as SVG and as PNG of 256 pixels, beside ZXing's modules alone, in
 * turns.
 */
public final class QrCodeApplication {

	private static final String DATA = "https://pay.kaspi.kz/qr/ORD-2026-05-09-0000001?v=2&c=KZT";

	private static final int CODES = 200;

	private static final int WARM_UP = 40;

	private QrCodeApplication() {
	}

	/**
	 * Measures, and prints ratios.
	 * @param args how many turns each side has after warming up, 200 if left out
	 */
	public static void main(String[] args) {
		int turns = (args.length > 0) ? Integer.parseInt(args[0]) : 200;
		List<List<Cost>> costs = Cost
			.inTurns(List.of(codes(QrCodeApplication::modules), codes((data) -> KaspiQrCode.of(data).toSvg().length()),
					codes((data) -> KaspiQrCode.of(data).toPng(256).length)), CODES, WARM_UP, turns);
		System.out.println(compare("SVG", costs.get(1), costs.get(0)));
		System.out.println(compare("PNG", costs.get(2), costs.get(0)));
	}

	private static IntToLongFunction codes(ToIntFunction<String> code) {
		return (times) -> {
			long sum = 0;
			for (int i = 0; i < times; i++) {
				sum += code.applyAsInt(DATA);
			}
			return sum;
		};
	}

	private static int modules(String data) {
		try {
			return Encoder.encode(data, ErrorCorrectionLevel.M).getMatrix().getWidth();
		}
		catch (WriterException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String compare(String name, List<Cost> ours, List<Cost> theirs) {
		return String.format(Locale.ROOT, "%s: %.0f µs beside %.0f µs, %s; allocated %.0f KB beside %.0f KB", name,
				1e6 * median(ours, Cost::seconds), 1e6 * median(theirs, Cost::seconds),
				ratio(ours, theirs, Cost::seconds), median(ours, Cost::bytes) / 1e3, median(theirs, Cost::bytes) / 1e3);
	}

}
