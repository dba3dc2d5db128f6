package io.github.kaspipay.ledger;

import io.github.kaspipay.event.KaspiOrderEvent;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to deliver an event.
 *
 * @param event the event
 * @param attempts how many attempts there were, this one included
 * @param failure why it failed, or {@code null} if it did not
 * @param parked whether it was the last one
 */
public record EventDelivery(KaspiOrderEvent event, int attempts, @Nullable Throwable failure, boolean parked) {

}
