/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.util.Set;
import java.util.regex.Pattern;

import io.github.kaspipay.webhook.SignedContent;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Notifications from Kaspi Pay.
 *
 * @param enabled Whether webhooks are received.
 * @param path Path of the endpoint that receives webhooks, below the servlet path.
 * Nothing in it is encoded, and it ends without a slash.
 * @param secret Secret that webhooks are signed with, from the Kaspi Pay dashboard.
 * @param previousSecret Secret that webhooks were signed with before the last change,
 * accepted as well.
 * @param signatureHeader Header that carries the signature.
 * @param signedContent What the signature may cover.
 * @param maxBodySize Largest body that is read, at most 1MB.
 * @param bypassSecurity Whether Spring Security lets webhooks through to the endpoint.
 * Their signature is checked in any case.
 */
public record KaspiPayWebhookProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("/webhook/kaspi") String path, @Nullable String secret, @Nullable String previousSecret,
		@DefaultValue("X-Kaspi-Signature") String signatureHeader, @DefaultValue( {
				"raw-body", "json-stringify" }) Set<SignedContent> signedContent,
		@DefaultValue("64KB") DataSize maxBodySize, @DefaultValue("true") boolean bypassSecurity){

	/**
	 * What a container and Spring Security read alike.
	 */
	private static final Pattern PLAIN_PATH = Pattern
		.compile("(/(?!\\.{1,2}(/|$))[\\p{L}\\p{M}\\p{N}._~!$&'()+,=:@-]+)+");

	private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	/**
	 * Returns the same, checked.
	 */
	KaspiPayWebhookProperties checked() {
		PropertyRules.requireResolved("webhook.path", this.path);
		PropertyRules.require(PLAIN_PATH.matcher(this.path).matches(), "webhook.path",
				"must be a plain path such as /webhook/kaspi: no pattern, no query, nothing encoded, no empty, "
						+ "'.' or '..' segment and no / at its end",
				this.path);
		PropertyRules.requireSet("webhook.signature-header", this.signatureHeader);
		PropertyRules.require(HEADER.matcher(this.signatureHeader).matches(), "webhook.signature-header",
				"must be the name of a header, such as X-Kaspi-Signature", this.signatureHeader);
		PropertyRules.require(!this.signedContent.isEmpty(), "webhook.signed-content",
				"must name raw-body or json-stringify, or both", this.signedContent);
		PropertyRules.require(
				this.maxBodySize.toBytes() > 0 && this.maxBodySize.toBytes() <= DataSize.ofMegabytes(1).toBytes(),
				"webhook.max-body-size", "must be between 1B and 1MB", this.maxBodySize);
		return this;
	}

	@Override
	public String toString() {
		return "KaspiPayWebhookProperties[enabled=" + this.enabled + ", path=" + this.path + "]";
	}

}
