package io.github.kaspipay.test;

import java.io.StringReader;
import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;

/**
 * Reads a merchant's answers, JSON and XML.
 */
final class CheckPayAnswerReader {

	private CheckPayAnswerReader() {
	}

	/**
	 * Reads an answer.
	 * @throws RuntimeException if it is none; the message says why
	 */
	static Values read(String body) {
		return body.stripLeading().startsWith("<") ? xml(body) : json(body);
	}

	private static Values json(String body) {
		JsonNode json = WireJson.parse(body);
		JsonNode result = json.path("result");
		if (!result.isInt()) {
			throw new IllegalArgumentException("result is missing");
		}
		String paymentId = json.path("prv_txn_id").asString(json.path("prv_txn").asString(""));
		return new Values(result.intValue(), json.path("sum").asString(""), paymentId);
	}

	private static Values xml(String body) {
		try {
			DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
			factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
			factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
			Element root = factory.newDocumentBuilder()
				.parse(new InputSource(new StringReader(body)))
				.getDocumentElement();
			return new Values(Integer.parseInt(text(root, "result")), text(root, "sum"), text(root, "prv_txn"));
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalArgumentException("The answer is not XML", ex);
		}
	}

	private static String text(Element root, String name) {
		NodeList elements = root.getElementsByTagName(name);
		return (elements.getLength() == 1) ? elements.item(0).getTextContent() : "";
	}

	/**
	 * What an answer says.
	 */
	record Values(int result, String sumText, String paymentText) {

		@Nullable BigDecimal sum() {
			return this.sumText.isEmpty() ? null : WireJson.number(new BigDecimal(this.sumText));
		}

		@Nullable String paymentId() {
			return this.paymentText.isEmpty() ? null : this.paymentText;
		}

	}

}
