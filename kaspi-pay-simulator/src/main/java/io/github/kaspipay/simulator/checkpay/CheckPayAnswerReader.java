/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.checkpay;

import java.io.StringReader;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;

import io.github.kaspipay.simulator.wire.WireJson;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import wiremock.com.fasterxml.jackson.core.JsonProcessingException;
import wiremock.com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads a merchant's answers, JSON and XML.
 */
final class CheckPayAnswerReader {

	private static final Pattern SUM = Pattern.compile("\\d{1,15}(\\.\\d{1,2})?");

	private static final int MAX_RESULT = 5;

	private CheckPayAnswerReader() {
	}

	/**
	 * Reads an answer.
	 * @param body the answer
	 * @param agreed the format that was agreed, or {@code null} for either
	 * @param transactionId the id that it has to name
	 * @throws IllegalArgumentException if it is none; the message says why
	 */
	static CheckPayAnswer read(String body, @Nullable AnswerFormat agreed, String transactionId) {
		AnswerFormat format = body.stripLeading().startsWith("<") ? AnswerFormat.XML : AnswerFormat.JSON;
		if (agreed != null && agreed != format) {
			throw new IllegalArgumentException(agreed + " was agreed, and this is " + format);
		}
		return (format == AnswerFormat.XML) ? xml(body, transactionId) : json(body, transactionId);
	}

	private static CheckPayAnswer json(String body, String transactionId) {
		JsonNode json;
		try {
			json = WireJson.parse(body);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalArgumentException("it is not JSON", ex);
		}
		checkTransaction(json.path("txn_id").asText(""), transactionId);
		JsonNode result = json.path("result");
		if (!result.isInt()) {
			throw new IllegalArgumentException("it has no result");
		}
		Map<String, String> fields = new LinkedHashMap<>();
		json.path("fields")
			.forEach((field) -> fields.put(field.path("@name").asText(""), field.path("#text").asText("")));
		String paymentId = json.path("prv_txn_id").asText(json.path("prv_txn").asText(""));
		return answer(result.intValue(), json.path("sum").asText(""), paymentId, fields);
	}

	private static CheckPayAnswer xml(String body, String transactionId) {
		Element root = root(body);
		checkTransaction(text(root, "txn_id"), transactionId);
		if (!text(root, "result").matches("\\d")) {
			throw new IllegalArgumentException("it has no result");
		}
		Map<String, String> fields = new LinkedHashMap<>();
		NodeList parents = root.getElementsByTagName("fields");
		if (parents.getLength() == 1) {
			for (Node field = parents.item(0).getFirstChild(); field != null; field = field.getNextSibling()) {
				if (field instanceof Element element) {
					fields.put(element.getAttribute("name"), element.getTextContent());
				}
			}
		}
		return answer(Integer.parseInt(text(root, "result")), text(root, "sum"), text(root, "prv_txn"), fields);
	}

	private static Element root(String body) {
		try {
			DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
			factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
			factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
			DocumentBuilder builder = factory.newDocumentBuilder();
			builder.setErrorHandler(null);
			return builder.parse(new InputSource(new StringReader(body))).getDocumentElement();
		}
		catch (Exception ex) {
			throw new IllegalArgumentException("it is not XML", ex);
		}
	}

	private static String text(Element root, String name) {
		NodeList elements = root.getElementsByTagName(name);
		return (elements.getLength() == 1) ? elements.item(0).getTextContent().strip() : "";
	}

	private static void checkTransaction(String answered, String transactionId) {
		if (!answered.equals(transactionId)) {
			throw new IllegalArgumentException(String.format(Locale.ROOT, "its txn_id is %s instead of %s",
					answered.isEmpty() ? "missing" : answered, transactionId));
		}
	}

	private static CheckPayAnswer answer(int result, String sum, String paymentId, Map<String, String> fields) {
		if (result < 0 || result > MAX_RESULT) {
			throw new IllegalArgumentException("its result is not 0 to 5");
		}
		return new CheckPayAnswer(result, sum(sum), paymentId.isEmpty() ? null : paymentId, fields);
	}

	private static @Nullable BigDecimal sum(String text) {
		if (text.isEmpty()) {
			return null;
		}
		if (!SUM.matcher(text).matches()) {
			throw new IllegalArgumentException("its sum is not an amount such as 25000.00");
		}
		return WireJson.number(new BigDecimal(text));
	}

}
