package io.github.kaspipay.autoconfigure;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.StringUtils;

/**
 * What a webhook secret must not be: blank, or the placeholder of an example.
 */
final class WebhookSecretRules {

	private static final Logger logger = LoggerFactory.getLogger(WebhookSecretRules.class);

	private static final Pattern PLACEHOLDER = Pattern.compile(
			"<.*>|\\$\\{.*}|\\[.*]|x{3,}|\\*{3,}|\\.{3}|secret|webhook[-_ ]?secret|change[-_ ]?(me|it)|placeholder|todo|tbd|"
					+ "(your|my|insert|enter|paste|put)[-_ ].*|example|dummy",
			Pattern.CASE_INSENSITIVE);

	private WebhookSecretRules() {
	}

	static String check(String property, @Nullable String secret) {
		if (!StringUtils.hasText(secret)) {
			throw new KaspiPayConfigurationException(
					property + " must be set: without it nobody can tell Kaspi Pay's webhooks from forged ones.",
					"Copy the webhook secret from the Kaspi Pay dashboard into " + property
							+ ", or switch webhooks off with kaspi.pay.webhook.enabled=false.");
		}
		String stripped = secret.strip();
		if (PLACEHOLDER.matcher(stripped).matches()) {
			throw new KaspiPayConfigurationException(property + " holds a placeholder, not a secret.",
					"Copy the webhook secret from the Kaspi Pay dashboard into " + property + ".");
		}
		if (!stripped.equals(secret)) {
			logger.warn("{} has white space around it, which is left out", property);
		}
		return stripped;
	}

}
