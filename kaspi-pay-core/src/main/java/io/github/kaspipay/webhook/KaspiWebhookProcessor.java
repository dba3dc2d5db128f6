package io.github.kaspipay.webhook;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.ObservationOutcome;
import io.github.kaspipay.ledger.OrderObservation.Notified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a notification from its bytes into the ledger. Knows nothing of servlets, so that
 * any server can stand in front of it. Logs what became of each signed one; the others
 * are for the caller to log, who can bound how many a stranger causes. Thread-safe.
 */
public class KaspiWebhookProcessor {

	private static final Logger logger = LoggerFactory.getLogger(KaspiWebhookProcessor.class);

	private final KaspiWebhookVerifier verifier;

	private final KaspiOrderLedger ledger;

	private final WebhookReader reader = new WebhookReader();

	/**
	 * Creates the processor.
	 * @param verifier says whether a notification is from Kaspi Pay
	 * @param ledger records what it says
	 */
	public KaspiWebhookProcessor(KaspiWebhookVerifier verifier, KaspiOrderLedger ledger) {
		this.verifier = verifier;
		this.ledger = ledger;
	}

	/**
	 * Checks, reads and records a notification.
	 * @param body the body's bytes as received
	 * @param signatures all values of the signature header; only a single one can be
	 * right
	 * @return what to answer
	 */
	public WebhookResult process(byte[] body, List<String> signatures) {
		byte[] content = (signatures.size() == 1) ? this.verifier.signedContent(body, signatures.get(0)) : null;
		if (content == null) {
			return WebhookResult.UNAUTHORIZED;
		}
		KaspiWebhookNotification notification;
		try {
			notification = this.reader.read(content);
		}
		catch (UnreadableWebhookException ex) {
			logger.warn("A signed webhook of {} bytes was refused: {}", body.length, ex.getMessage());
			return WebhookResult.UNREADABLE;
		}
		return record(notification, digest(body));
	}

	private WebhookResult record(KaspiWebhookNotification notification, String bodyDigest) {
		try {
			ObservationOutcome outcome = this.ledger.observe(new Notified(notification.orderId(),
					notification.reference(), notification.status(), notification.amount(), bodyDigest));
			logger.info("Webhook for order '{}': {}, {}", notification.orderId(), notification.status(), outcome);
			return WebhookResult.RECORDED;
		}
		catch (RuntimeException ex) {
			logger.error("Webhook for order '{}': {}, could not be recorded; Kaspi Pay is asked to send it again",
					notification.orderId(), notification.status(), ex);
			return WebhookResult.UNAVAILABLE;
		}
	}

	private static String digest(byte[] body) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
