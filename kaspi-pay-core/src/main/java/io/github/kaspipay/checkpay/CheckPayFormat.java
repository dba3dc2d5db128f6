/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.kaspipay.json.KaspiJson;
import org.jspecify.annotations.Nullable;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * How answers are written, as agreed with Kaspi.
 */
public enum CheckPayFormat {

	/**
	 * JSON.
	 */
	JSON("application/json;charset=UTF-8") {

		@Override
		String write(CheckPayAnswer answer) {
			Map<String, @Nullable Object> members = new LinkedHashMap<>();
			members.put("txn_id", answer.transactionId());
			members.put("result", BigDecimal.valueOf(answer.result().code()));
			members.put("sum", sum(answer));
			members.put("comment", answer.result().comment());
			members.put("prv_txn_id", answer.paymentId());
			members.put("prv_txn", answer.paymentId());
			members.put("bin", answer.bin());
			members.put("fields", fields(answer));
			return KaspiJson.write(members);
		}

		private static @Nullable Map<String, Object> fields(CheckPayAnswer answer) {
			Map<String, Object> fields = new LinkedHashMap<>();
			answer.fields().forEach((label, text) -> {
				Map<String, String> field = new LinkedHashMap<>();
				field.put("@name", label);
				field.put("#text", text);
				fields.put("field" + (fields.size() + 1), field);
			});
			return fields.isEmpty() ? null : fields;
		}

	},

	/**
	 * XML.
	 */
	XML("application/xml;charset=UTF-8") {

		@Override
		String write(CheckPayAnswer answer) {
			StringWriter text = new StringWriter();
			try {
				XMLStreamWriter writer = XML_OUTPUT.createXMLStreamWriter(text);
				writer.writeStartDocument("UTF-8", "1.0");
				writer.writeStartElement("response");
				element(writer, "txn_id", answer.transactionId());
				element(writer, "prv_txn", answer.paymentId());
				element(writer, "result", Integer.toString(answer.result().code()));
				element(writer, "sum", sum(answer));
				element(writer, "comment", answer.result().comment());
				element(writer, "bin", answer.bin());
				fields(writer, answer.fields());
				writer.writeEndElement();
				writer.writeEndDocument();
				writer.close();
			}
			catch (XMLStreamException ex) {
				throw new IllegalStateException(ex);
			}
			return text.toString();
		}

		private static void element(XMLStreamWriter writer, String name, @Nullable String text)
				throws XMLStreamException {
			if (text != null) {
				writer.writeStartElement(name);
				writer.writeCharacters(xmlText(text));
				writer.writeEndElement();
			}
		}

		private static void fields(XMLStreamWriter writer, Map<String, String> fields) throws XMLStreamException {
			if (fields.isEmpty()) {
				return;
			}
			writer.writeStartElement("fields");
			int number = 0;
			for (Map.Entry<String, String> field : fields.entrySet()) {
				number++;
				writer.writeStartElement("field" + number);
				writer.writeAttribute("name", xmlText(field.getKey()));
				writer.writeCharacters(xmlText(field.getValue()));
				writer.writeEndElement();
			}
			writer.writeEndElement();
		}

	};

	/**
	 * The JDK's own, whatever the application brings along.
	 */
	private static final XMLOutputFactory XML_OUTPUT = XMLOutputFactory.newDefaultFactory();

	private final String contentType;

	CheckPayFormat(String contentType) {
		this.contentType = contentType;
	}

	/**
	 * Returns the content type of an answer.
	 * @return the content type, with its character set
	 */
	public String contentType() {
		return this.contentType;
	}

	abstract String write(CheckPayAnswer answer);

	private static @Nullable String sum(CheckPayAnswer answer) {
		BigDecimal sum = answer.sum();
		return (sum != null) ? sum.setScale(2).toPlainString() : null;
	}

	/**
	 * Leaves out what XML 1.0 has no way to say.
	 */
	private static String xmlText(String text) {
		return text.codePoints()
			.filter(CheckPayFormat::isXml)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	private static boolean isXml(int codePoint) {
		return codePoint == '\t' || codePoint == '\n' || codePoint == '\r' || (codePoint >= 0x20 && codePoint <= 0xd7ff)
				|| (codePoint >= 0xe000 && codePoint <= 0xfffd) || codePoint >= 0x10000;
	}

}
