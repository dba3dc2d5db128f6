/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.ShopApplication;
import io.github.kaspipay.autoconfigure.WebhookSender;
import io.github.kaspipay.order.KaspiOrderService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The webhook in tests of applications that use MockMvc.
 */
@SpringBootTest(classes = ShopApplication.class)
@AutoConfigureMockMvc
class WebhookMockMvcTests {

	private static final KaspiApiStub api = new KaspiApiStub();

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		for (String property : api.properties()) {
			String[] parts = property.split("=", 2);
			registry.add(parts[0], () -> parts[1]);
		}
	}

	@AfterAll
	static void stop() {
		api.close();
	}

	@Test
	void takesWebhooks(@Autowired MockMvcTester mvc, @Autowired KaspiOrderService orders) {
		String body = WebhookSender.body("mocked", "INIT", "25000");
		assertThat(mvc.post().uri("/webhook/kaspi").content(body)).hasStatus(401).hasBodyTextEqualTo("UNAUTHORIZED");
		for (MediaType type : new MediaType[] { MediaType.APPLICATION_JSON, MediaType.MULTIPART_FORM_DATA }) {
			assertThat(mvc.post()
				.uri("/webhook/kaspi")
				.contentType(type)
				.content(body)
				.header(WebhookSender.SIGNATURE, WebhookSender.sign(body))).hasStatusOk().hasBodyTextEqualTo("OK");
		}
		assertThat(orders.findByReference("mocked")).isPresent();
		assertThat(mvc.post().uri("/elsewhere").content(body)).hasStatus4xxClientError();
	}

}
