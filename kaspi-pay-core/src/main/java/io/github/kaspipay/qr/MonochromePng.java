/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qr;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A square PNG image of black and white pixels, one bit each. {@code javax.imageio} makes
 * the same with several times the work. Not thread-safe.
 */
final class MonochromePng {

	private static final long SIGNATURE = 0x89504E470D0A1A0AL;

	/**
	 * The row's bytes are what they differ by from the row above.
	 */
	private static final byte UP = 2;

	private final int pixels;

	/**
	 * The length of a row in bytes, with the one that says how it is filtered.
	 */
	private final int rowLength;

	private final byte[] rows;

	/**
	 * Creates a white image.
	 * @param pixels its width and height
	 */
	MonochromePng(int pixels) {
		this.pixels = pixels;
		this.rowLength = 1 + (pixels + 7) / 8;
		this.rows = new byte[pixels * this.rowLength];
		for (int y = 0; y < pixels; y++) {
			this.rows[y * this.rowLength] = UP;
		}
		whiten(0);
	}

	/**
	 * Makes a row white, and with it those below, unless they are written themselves.
	 */
	void whiten(int y) {
		int start = y * this.rowLength;
		this.rows[start] = 0;
		Arrays.fill(this.rows, start + 1, start + this.rowLength, (byte) 0xFF);
	}

	/**
	 * Makes some pixels black, of a row that was made white.
	 */
	void blacken(int x, int y, int count) {
		for (int each = x; each < x + count; each++) {
			this.rows[y * this.rowLength + 1 + each / 8] &= (byte) ~(0x80 >> (each % 8));
		}
	}

	byte[] toBytes() {
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		try (DataOutputStream output = new DataOutputStream(file)) {
			output.writeLong(SIGNATURE);
			write(output, "IHDR",
					ByteBuffer.allocate(13).putInt(this.pixels).putInt(this.pixels).put((byte) 1).array());
			write(output, "IDAT", deflated());
			write(output, "IEND", new byte[0]);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return file.toByteArray();
	}

	private byte[] deflated() throws IOException {
		ByteArrayOutputStream deflated = new ByteArrayOutputStream();
		Deflater deflater = new Deflater(Deflater.BEST_SPEED);
		try (DeflaterOutputStream output = new DeflaterOutputStream(deflated, deflater)) {
			output.write(this.rows);
		}
		finally {
			deflater.end();
		}
		return deflated.toByteArray();
	}

	private static void write(DataOutputStream output, String type, byte[] content) throws IOException {
		byte[] name = type.getBytes(StandardCharsets.US_ASCII);
		CRC32 checksum = new CRC32();
		checksum.update(name);
		checksum.update(content);
		output.writeInt(content.length);
		output.write(name);
		output.write(content);
		output.writeInt((int) checksum.getValue());
	}

}
