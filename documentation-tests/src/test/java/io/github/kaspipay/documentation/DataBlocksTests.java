/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.documentation;

import java.io.StringReader;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.xml.sax.InputSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests that the JSON, XML and HTML of the documentation can be parsed.
 */
class DataBlocksTests {

	@TestFactory
	List<DynamicTest> jsonCanBeParsed() {
		return Page.blocks("json")
			.map((block) -> DynamicTest.dynamicTest(block.where(), () -> JsonMapper.shared().readTree(block.text())))
			.toList();
	}

	@TestFactory
	List<DynamicTest> xmlCanBeParsed() {
		return Page.blocks("xml", "html")
			.map((block) -> DynamicTest.dynamicTest(block.where(), () -> parse(elements(block.text()))))
			.toList();
	}

	/** A block may have several roots, and an HTML attribute no value. */
	private static String elements(String text) {
		return "<root>"
				+ text.replaceAll(" data-countdown>", " data-countdown=\"\">").replaceAll("(<img [^>]*[^/])>", "$1/>")
				+ "</root>";
	}

	private static void parse(String text) throws Exception {
		DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
	}

}
