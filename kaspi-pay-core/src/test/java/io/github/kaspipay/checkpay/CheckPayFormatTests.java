/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

import javax.xml.parsers.DocumentBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;

class CheckPayFormatTests {

	private static final CheckPayAnswer CHECK = new CheckPayAnswer("123456789012345678", CheckPayResult.OK,
			new BigDecimal("25000"), null, fields(), "180240010203");

	private static final CheckPayAnswer PAY = new CheckPayAnswer("0012", CheckPayResult.OK, new BigDecimal("200.5"),
			"order-1", Map.of(), null);

	@Test
	void json() {
		assertThat(CheckPayFormat.JSON.write(CHECK)).isEqualTo("""
				{"txn_id":"123456789012345678","result":0,"sum":"25000.00","comment":"OK","bin":"180240010203",\
				"fields":{"field1":{"@name":"Order","#text":"№ 1001"},\
				"field2":{"@name":"<\\"&'>","#text":"\\u0000\\u0001 🐪 ]]>"}}}""");
		assertThat(CheckPayFormat.JSON.write(PAY)).isEqualTo(
				"""
						{"txn_id":"0012","result":0,"sum":"200.50","comment":"OK","prv_txn_id":"order-1","prv_txn":"order-1"}""");
		assertThat(CheckPayFormat.JSON.write(CheckPayAnswer.of("", CheckPayResult.ERROR))).isEqualTo("""
				{"txn_id":"","result":5,"comment":"Error, try again later"}""");
	}

	@Test
	void xml() throws Exception {
		String text = CheckPayFormat.XML.write(CHECK);
		assertThat(text).startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><response><txn_id>123456789012345678");
		Document document = DocumentBuilderFactory.newDefaultNSInstance()
			.newDocumentBuilder()
			.parse(new InputSource(new StringReader(text)));
		assertThat(document.getElementsByTagName("field1").item(0).getAttributes().getNamedItem("name").getNodeValue())
			.isEqualTo("Order");
		assertThat(document.getElementsByTagName("field2").item(0).getAttributes().getNamedItem("name").getNodeValue())
			.isEqualTo("<\"&'>");
		assertThat(document.getElementsByTagName("field2").item(0).getTextContent()).isEqualTo(" 🐪 ]]>");
		assertThat(document.getElementsByTagName("sum").item(0).getTextContent()).isEqualTo("25000.00");
		assertThat(document.getElementsByTagName("bin").item(0).getTextContent()).isEqualTo("180240010203");
		assertThat(text)
			.endsWith("</field1><field2 name=\"&lt;&quot;&amp;'&gt;\"> 🐪 ]]&gt;</field2></fields></response>");
		assertThat(CheckPayFormat.XML.write(PAY)).isEqualTo("""
				<?xml version="1.0" encoding="UTF-8"?><response><txn_id>0012</txn_id><prv_txn>order-1</prv_txn>\
				<result>0</result><sum>200.50</sum><comment>OK</comment></response>""");
	}

	@Test
	void xmlHasWhatXmlCanSay() {
		String said = "\t\n\r \ud7ff\ue000\ufffd\ud800\udc00";
		String unsaid = "\u0000\u0008\u000b\u001f\udfff\ufffe\uffff\ud800";
		CheckPayAnswer answer = new CheckPayAnswer("1", CheckPayResult.OK, null, null,
				Map.of("Order", "<" + said + unsaid + ">"), null);
		assertThat(CheckPayFormat.XML.write(answer)).contains("name=\"Order\">&lt;" + said + "&gt;</field1>");
	}

	@Test
	void contentTypes() {
		assertThat(CheckPayFormat.JSON.contentType()).isEqualTo("application/json;charset=UTF-8");
		assertThat(CheckPayFormat.XML.contentType()).isEqualTo("application/xml;charset=UTF-8");
	}

	@Test
	void link() {
		assertThat(new PaymentLink(PaymentLink.KASPI, "Rugs", "123", "456").to("cart 1/ё&~2"))
			.isEqualTo(URI.create("https://kaspi.kz/pay/Rugs?service_id=123&456=cart%201%2F%D1%91%26%7E2"));
	}

	private static Map<String, String> fields() {
		Map<String, String> fields = new LinkedHashMap<>();
		fields.put("Order", "№ 1001");
		fields.put("<\"&'>", "\u0000\u0001 🐪 ]]>");
		return fields;
	}

}
