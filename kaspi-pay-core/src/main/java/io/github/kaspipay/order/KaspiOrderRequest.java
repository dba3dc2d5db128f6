/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.order;

import java.math.BigDecimal;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What to create. Made with {@link #builder()}; immutable.
 */
public final class KaspiOrderRequest {

	private final BigDecimal amount;

	private final String reference;

	private final @Nullable String description;

	private final @Nullable URI callbackUrl;

	private final @Nullable URI returnUrl;

	private final @Nullable String language;

	private final @Nullable String phone;

	private final @Nullable KaspiPaymentForm paymentForm;

	private final Map<String, String> metadata;

	private KaspiOrderRequest(BigDecimal amount, String reference, Builder builder) {
		this.amount = amount;
		this.reference = reference;
		this.description = builder.description;
		this.callbackUrl = builder.callbackUrl;
		this.returnUrl = builder.returnUrl;
		this.language = builder.language;
		this.phone = builder.phone;
		this.paymentForm = builder.paymentForm;
		this.metadata = Map.copyOf(builder.metadata);
	}

	/**
	 * Starts a request.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Returns the amount.
	 * @return the amount in ₸, more than 0 with at most 2 decimals
	 */
	public BigDecimal getAmount() {
		return this.amount;
	}

	/**
	 * Returns the merchant's own id of the order.
	 * @return the reference, unique among the merchant's orders
	 */
	public String getReference() {
		return this.reference;
	}

	/**
	 * Returns what the customer reads.
	 * @return the description, or {@code null} for none
	 */
	public @Nullable String getDescription() {
		return this.description;
	}

	/**
	 * Returns where Kaspi Pay sends its notifications.
	 * @return the address, or {@code null} for the configured one
	 */
	public @Nullable URI getCallbackUrl() {
		return this.callbackUrl;
	}

	/**
	 * Returns where the customer goes after paying.
	 * @return the address, or {@code null} for the configured one
	 */
	public @Nullable URI getReturnUrl() {
		return this.returnUrl;
	}

	/**
	 * Returns the payment page's language.
	 * @return the language, such as {@code ru}, or {@code null} for the configured one
	 */
	public @Nullable String getLanguage() {
		return this.language;
	}

	/**
	 * Returns whom Kaspi asks to pay.
	 * @return the customer's phone number, or {@code null} if the customer scans a QR
	 * code or opens a link
	 */
	public @Nullable String getPhone() {
		return this.phone;
	}

	/**
	 * Returns how the customer comes to pay.
	 * @return the form, or {@code null} for the configured one
	 */
	public @Nullable KaspiPaymentForm getPaymentForm() {
		return this.paymentForm;
	}

	/**
	 * Returns what the application wants to find again in the order and its events. Not
	 * sent to Kaspi Pay.
	 * @return the pairs, at most 20; unmodifiable
	 */
	public Map<String, String> getMetadata() {
		return this.metadata;
	}

	/**
	 * Returns this request with another reference.
	 * @param reference 1 to 64 visible characters
	 * @return the request
	 * @throws IllegalArgumentException if it cannot be a reference
	 */
	public KaspiOrderRequest withReference(String reference) {
		Builder copy = builder().amount(this.amount)
			.reference(reference)
			.description(this.description)
			.callbackUrl(this.callbackUrl)
			.returnUrl(this.returnUrl)
			.language(this.language)
			.phone(this.phone)
			.paymentForm(this.paymentForm);
		copy.metadata.putAll(this.metadata);
		return copy.build();
	}

	@Override
	public String toString() {
		return "KaspiOrderRequest[reference=" + this.reference + ", amount=" + this.amount + "]";
	}

	/**
	 * Builds a {@link KaspiOrderRequest}. Not thread-safe.
	 */
	public static final class Builder {

		private @Nullable BigDecimal amount;

		private @Nullable String reference;

		private @Nullable String description;

		private @Nullable URI callbackUrl;

		private @Nullable URI returnUrl;

		private @Nullable String language;

		private @Nullable String phone;

		private @Nullable KaspiPaymentForm paymentForm;

		private final Map<String, String> metadata = new LinkedHashMap<>();

		private Builder() {
		}

		/**
		 * Sets the amount.
		 * @param amount the amount in ₸, more than 0 with at most 2 decimals
		 * @return this builder
		 */
		public Builder amount(BigDecimal amount) {
			this.amount = amount;
			return this;
		}

		/**
		 * Sets the amount.
		 * @param amount the amount in whole ₸, more than 0
		 * @return this builder
		 */
		public Builder amount(long amount) {
			return amount(BigDecimal.valueOf(amount));
		}

		/**
		 * Sets the merchant's own id of the order; left out, it is a random UUID.
		 * @param reference 1 to 64 visible characters, unique among the merchant's orders
		 * @return this builder
		 */
		public Builder reference(@Nullable String reference) {
			this.reference = reference;
			return this;
		}

		/**
		 * Sets what the customer reads.
		 * @param description the description
		 * @return this builder
		 */
		public Builder description(@Nullable String description) {
			this.description = description;
			return this;
		}

		/**
		 * Sets where Kaspi Pay sends its notifications, in place of the configured
		 * address.
		 * @param callbackUrl an https address (http only for a loopback host)
		 * @return this builder
		 */
		public Builder callbackUrl(@Nullable URI callbackUrl) {
			this.callbackUrl = callbackUrl;
			return this;
		}

		/**
		 * Sets where the customer goes after paying, in place of the configured address.
		 * @param returnUrl an https address (http only for a loopback host)
		 * @return this builder
		 */
		public Builder returnUrl(@Nullable URI returnUrl) {
			this.returnUrl = returnUrl;
			return this;
		}

		/**
		 * Sets the payment page's language, in place of the configured one.
		 * @param language the language, such as {@code ru}, {@code kk} or {@code en}
		 * @return this builder
		 */
		public Builder language(@Nullable String language) {
			this.language = language;
			return this;
		}

		/**
		 * Has Kaspi ask a customer to pay: an invoice in the customer's Kaspi app, which
		 * can be paid for 24 hours. There is no QR code and no link then. Only where the
		 * protocol has such invoices (QR API, scheme enhanced).
		 * @param phone the customer's phone number as Kaspi expects it, such as
		 * {@code 87071234567}: 10 to 15 digits, perhaps after a {@code +}
		 * @return this builder
		 */
		public Builder phone(@Nullable String phone) {
			this.phone = phone;
			return this;
		}

		/**
		 * Sets how the customer comes to pay, in place of the configured form. Protocols
		 * that give a QR code and a link at once do not look at it.
		 * @param paymentForm the form
		 * @return this builder
		 */
		public Builder paymentForm(@Nullable KaspiPaymentForm paymentForm) {
			this.paymentForm = paymentForm;
			return this;
		}

		/**
		 * Adds a pair that the application wants to find again in the order and its
		 * events. It is kept in the ledger and not sent to Kaspi Pay.
		 * @param key 1 to 64 visible characters
		 * @param value at most 500 characters
		 * @return this builder
		 */
		public Builder metadata(String key, String value) {
			this.metadata.put(key, value);
			return this;
		}

		/**
		 * Adds pairs that the application wants to find again in the order and its
		 * events. They are kept in the ledger and not sent to Kaspi Pay.
		 * @param metadata the pairs: with those added before, at most 20
		 * @return this builder
		 */
		public Builder metadata(Map<String, String> metadata) {
			this.metadata.putAll(metadata);
			return this;
		}

		/**
		 * Builds the request.
		 * @return the request
		 * @throws IllegalArgumentException if a value is out of its range; the message
		 * names the field
		 */
		public KaspiOrderRequest build() {
			BigDecimal amount = this.amount;
			if (amount == null) {
				throw new IllegalArgumentException("amount must be set");
			}
			OrderRules.requireAmount(amount);
			if (this.reference != null) {
				OrderRules.requireReference(this.reference);
			}
			if (this.callbackUrl != null) {
				OrderRules.requireHttps("callbackUrl", this.callbackUrl);
			}
			if (this.returnUrl != null) {
				OrderRules.requireHttps("returnUrl", this.returnUrl);
			}
			if (this.language != null && !this.language.matches("[a-zA-Z]{2,3}")) {
				throw new IllegalArgumentException("language must be a language code such as ru, kk or en");
			}
			if (this.phone != null && !this.phone.matches("\\+?[0-9]{10,15}")) {
				throw new IllegalArgumentException(
						"phone must have 10 to 15 digits, perhaps after a +, and nothing else");
			}
			OrderRules.requireMetadata(this.metadata);
			return new KaspiOrderRequest(amount,
					(this.reference != null) ? this.reference : UUID.randomUUID().toString(), this);
		}

	}

}
