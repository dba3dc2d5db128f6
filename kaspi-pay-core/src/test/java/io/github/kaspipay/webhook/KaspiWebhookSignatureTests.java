/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.webhook;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class KaspiWebhookSignatureTests {

	static List<WebhookVector> vectors() {
		return WebhookVector.all();
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void signsAsNodeDoes(WebhookVector vector) {
		assertThat(KaspiWebhookSignature.sign(vector.body(), vector.secret())).isEqualTo(vector.rawSignature());
	}

}
