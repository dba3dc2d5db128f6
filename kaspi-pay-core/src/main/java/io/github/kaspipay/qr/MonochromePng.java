package io.github.kaspipay.qr;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes a square PNG image of one bit for each pixel. It is this small for a QR code,
 * and so needs nothing of {@code java.desktop}, which is heavy in a native image and
 * missing from many containers.
 */
final class MonochromePng {

	private static final byte[] FILE_SIGNATURE = { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

	private MonochromePng() {
	}

	static byte[] encode(int size, DarkPixels dark) {
		ByteArrayOutputStream png = new ByteArrayOutputStream();
		png.writeBytes(FILE_SIGNATURE);
		chunk(png, "IHDR", header(size));
		chunk(png, "IDAT", deflate(rows(size, dark)));
		chunk(png, "IEND", new byte[0]);
		return png.toByteArray();
	}

	/**
	 * One bit of grey, the default compression and filters, not interlaced.
	 */
	private static byte[] header(int size) {
		return ByteBuffer.allocate(13).putInt(size).putInt(size).put((byte) 1).array();
	}

	/**
	 * Each row is a byte for its filter, none, and then its pixels, where 1 is white.
	 */
	private static byte[] rows(int size, DarkPixels dark) {
		int rowLength = 1 + (size + 7) / 8;
		byte[] rows = new byte[rowLength * size];
		for (int y = 0; y < size; y++) {
			for (int x = 0; x < size; x++) {
				if (!dark.isDark(x, y)) {
					rows[y * rowLength + 1 + x / 8] |= (byte) (0x80 >> (x % 8));
				}
			}
		}
		return rows;
	}

	private static byte[] deflate(byte[] data) {
		Deflater deflater = new Deflater();
		try {
			deflater.setInput(data);
			deflater.finish();
			ByteArrayOutputStream deflated = new ByteArrayOutputStream();
			byte[] buffer = new byte[8192];
			while (!deflater.finished()) {
				deflated.write(buffer, 0, deflater.deflate(buffer));
			}
			return deflated.toByteArray();
		}
		finally {
			deflater.end();
		}
	}

	private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
		ByteBuffer content = ByteBuffer.allocate(4 + data.length);
		content.put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
		CRC32 checksum = new CRC32();
		checksum.update(content.array());
		png.writeBytes(integer(data.length));
		png.writeBytes(content.array());
		png.writeBytes(integer((int) checksum.getValue()));
	}

	private static byte[] integer(int value) {
		return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
	}

	/**
	 * Says which pixels are dark.
	 */
	@FunctionalInterface
	interface DarkPixels {

		boolean isDark(int x, int y);

	}

}
