package io.github.kaspipay.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 that is refused, rather than mended, where it is malformed: a replaced byte would
 * make the text read differ from the bytes that were signed.
 */
public final class StrictUtf8 {

	private StrictUtf8() {
	}

	/**
	 * Decodes bytes. A byte order mark is not removed.
	 * @param bytes the bytes
	 * @return the text
	 * @throws CharacterCodingException if the bytes are not UTF-8
	 */
	public static String decode(byte[] bytes) throws CharacterCodingException {
		return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
	}

}
