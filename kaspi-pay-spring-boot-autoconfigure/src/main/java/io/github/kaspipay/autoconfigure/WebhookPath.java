package io.github.kaspipay.autoconfigure;

/**
 * Where a merchant's webhook is.
 *
 * @param merchant the merchant's name; empty for the default one
 * @param value the path, as the application's own handlers are mapped
 */
record WebhookPath(String merchant, String value) {

}
