/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.webhook;

import java.util.List;

import io.github.kaspipay.digest.Sha256;
import io.github.kaspipay.logging.FailureLog;
import io.github.kaspipay.logging.LogScope;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.ObservationOutcome;
import io.github.kaspipay.ledger.OrderObservation.Notified;
import io.github.kaspipay.observation.ActiveObservation;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.observation.KaspiWebhookContext;
import io.github.kaspipay.observation.KaspiWebhookContext.Outcome;
import io.github.kaspipay.observation.KaspiWebhookContext.Secret;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Takes a notification from its bytes into the ledger. Knows nothing of servlets, so that
 * any server can stand in front of it. Logs what became of each signed one; the others
 * are for the caller to log, who can bound how many a stranger causes. Thread-safe.
 * Internal: it may change in any release.
 */
public class KaspiWebhookProcessor {

	private static final Logger logger = LoggerFactory.getLogger(KaspiWebhookProcessor.class);

	private static final String RECORDED = "Webhook for order '{}': {}, {}";

	private static final FailureLog failures = new FailureLog(logger, Level.ERROR);

	private final KaspiWebhookVerifier verifier;

	private final KaspiOrderLedger ledger;

	private final KaspiPayInstrumentation instrumentation;

	private final WebhookReader reader = new WebhookReader();

	/**
	 * Creates the processor.
	 * @param verifier says whether a notification is from Kaspi Pay
	 * @param ledger records what it says
	 */
	public KaspiWebhookProcessor(KaspiWebhookVerifier verifier, KaspiOrderLedger ledger) {
		this(verifier, ledger, KaspiPayInstrumentation.NONE);
	}

	/**
	 * Creates the processor.
	 * @param verifier says whether a notification is from Kaspi Pay
	 * @param ledger records what it says
	 * @param instrumentation observes what becomes of each one
	 */
	public KaspiWebhookProcessor(KaspiWebhookVerifier verifier, KaspiOrderLedger ledger,
			KaspiPayInstrumentation instrumentation) {
		this.verifier = verifier;
		this.ledger = ledger;
		this.instrumentation = instrumentation;
	}

	/**
	 * Checks, reads and records a notification, under an observation of its own.
	 * @param body the body's bytes as received
	 * @param signatures all values of the signature header; only a single one can be
	 * right
	 * @return what to answer
	 */
	public WebhookResult process(byte[] body, List<String> signatures) {
		KaspiWebhookContext context = new KaspiWebhookContext(this.instrumentation.merchant());
		ActiveObservation observation = this.instrumentation.observe(context);
		try {
			return process(body, signatures, context);
		}
		catch (Throwable ex) {
			observation.error(ex);
			throw ex;
		}
		finally {
			observation.stop();
		}
	}

	/**
	 * Checks, reads and records a notification, for a caller who observes the request as
	 * a whole.
	 * @param body the body's bytes as received
	 * @param signatures all values of the signature header; only a single one can be
	 * right
	 * @param context is told what becomes of it
	 * @return what to answer
	 */
	public WebhookResult process(byte[] body, List<String> signatures, KaspiWebhookContext context) {
		SignedWebhook signed = (signatures.size() == 1) ? this.verifier.check(body, signatures.get(0)) : null;
		if (signed == null) {
			context.setOutcome(Outcome.BAD_SIGNATURE);
			return WebhookResult.UNAUTHORIZED;
		}
		context.setSecret(signed.byPreviousSecret() ? Secret.PREVIOUS : Secret.CURRENT);
		KaspiWebhookNotification notification;
		try {
			notification = this.reader.read(signed.content());
		}
		catch (UnreadableWebhookException ex) {
			logger.warn("A signed webhook of {} bytes was refused: {}", body.length, ex.getMessage());
			context.setOutcome(Outcome.UNREADABLE);
			return WebhookResult.UNREADABLE;
		}
		KaspiOrderStatus status = notification.status();
		context.setNotification(notification.orderId(), status.isNamed() ? status.value() : "OTHER");
		return LogScope.call(notification.orderId(), () -> record(notification, body, context));
	}

	private WebhookResult record(KaspiWebhookNotification notification, byte[] body, KaspiWebhookContext context) {
		try {
			ObservationOutcome outcome = this.ledger.observe(new Notified(notification.orderId(),
					notification.reference(), notification.status(), notification.amount(), () -> Sha256.hex(body)));
			if (outcome != ObservationOutcome.UNCHANGED) {
				logger.info(RECORDED, notification.orderId(), notification.status(), outcome);
			}
			else {
				logger.debug(RECORDED, notification.orderId(), notification.status(), outcome);
			}
			context.setOutcome(toOutcome(outcome));
			return WebhookResult.RECORDED;
		}
		catch (Exception ex) {
			failures.log(ex, "Webhook for order '{}': {}, could not be recorded; Kaspi Pay is asked to send it again",
					notification.orderId(), notification.status());
			context.setOutcome(Outcome.UNAVAILABLE);
			context.setError(ex);
			return WebhookResult.UNAVAILABLE;
		}
	}

	private static Outcome toOutcome(ObservationOutcome outcome) {
		return switch (outcome) {
			case RECORDED -> Outcome.RECORDED;
			case UNCHANGED -> Outcome.UNCHANGED;
			case TO_CONFIRM -> Outcome.TO_CONFIRM;
		};
	}

}
