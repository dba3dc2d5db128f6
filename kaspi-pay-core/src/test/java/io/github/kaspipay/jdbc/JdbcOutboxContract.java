/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.outbox.EventKind;
import io.github.kaspipay.outbox.LeasedEvent;
import io.github.kaspipay.outbox.ParkedEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an outbox in a database does for instances that end, are stopped, or are of
 * another version.
 */
interface JdbcOutboxContract extends JdbcContract {

	/**
	 * Longer than what a delivery can take: listeners 30 s, then its transaction is
	 * rolled back.
	 */
	Duration LEASE = Duration.ofSeconds(34);

	@Test
	default void takesOverWhatItsWriterDidNotDeliver() {
		stores().insertLeased(LedgerData.open("1"), LedgerData.paid("1"), LedgerData.refunded("1"));
		clock().advance(LEASE.minusMillis(1));
		assertThat(deliveries().claim(9)).isEmpty();
		clock().advance(Duration.ofMillis(1));
		LeasedEvent takenOver = deliveries().claimOne();
		assertThat(takenOver).isEqualTo(new LeasedEvent(LedgerData.paid("1"), 2));
		assertLeftTo(takenOver, new LeasedEvent(LedgerData.paid("1"), 1));
		assertThat(deliveries().deliver(takenOver, (event) -> {
		}).called()).isTrue();
		assertThat(deliveries().claimOne()).isEqualTo(new LeasedEvent(LedgerData.refunded("1"), 2));
	}

	@Test
	default void takesOverWhatAnotherInstanceClaimedAndDidNotDeliver() {
		stores().insert(LedgerData.open("1"), LedgerData.paid("1"));
		LeasedEvent first = deliveries().claimOne();
		clock().advance(LEASE.minusMillis(1));
		assertThat(deliveries().claim(9)).isEmpty();
		clock().advance(Duration.ofMillis(1));
		LeasedEvent second = deliveries().claimOne();
		assertLeftTo(second, first);
	}

	@Test
	default void deliversAfterItsLeaseIfNobodyTookTheEventOver() {
		stores().insertLeased(LedgerData.open("1"), LedgerData.paid("1"));
		clock().advance(Duration.ofDays(1));
		assertThat(deliveries().deliver(new LeasedEvent(LedgerData.paid("1"), 1), (event) -> {
		}).called()).isTrue();
		assertThat(deliveries().claim(9)).isEmpty();
	}

	@Test
	default void parksAnEventWhoseAttemptsDoNotEnd() {
		stores().insertLeased(LedgerData.open("1"), LedgerData.paid("1"), LedgerData.refunded("1"));
		for (int attempt = 2; attempt <= 3; attempt++) {
			clock().advance(LEASE);
			assertThat(deliveries().claimOne()).isEqualTo(new LeasedEvent(LedgerData.paid("1"), attempt));
		}
		clock().advance(LEASE);
		stores().insert(LedgerData.open("2"), LedgerData.paid("2"));
		assertThat(deliveries().all()).containsExactly(LedgerData.paid("2"));
		assertThat(stores().outbox().findParked(9)).singleElement().satisfies((parked) -> {
			assertThat(parked.eventId()).isEqualTo("1:PAID");
			assertThat(parked.attempts()).isEqualTo(3);
			assertThat(parked.lastError()).contains("Attempt 3 did not end");
		});
		assertLeftTo(null, new LeasedEvent(LedgerData.paid("1"), 3));
		assertThat(stores().outbox().redeliver("1:PAID")).isTrue();
		assertThat(deliveries().all()).containsExactly(LedgerData.paid("1"), LedgerData.refunded("1"));
	}

	/**
	 * What an earlier attempt threw would send whoever looks for the reason to the wrong
	 * listener.
	 */
	@Test
	default void tellsThatTheLastAttemptDidNotEndThoughAnEarlierOneFailed() {
		stores().insert(LedgerData.open("1"), LedgerData.paid("1"));
		deliveries().failNext();
		for (int attempt = 2; attempt <= 4; attempt++) {
			clock().advance(LEASE);
			deliveries().claim(9);
		}
		assertThat(stores().outbox().findParked(9)).extracting(ParkedEvent::lastError)
			.singleElement()
			.asString()
			.contains("Attempt 3 did not end");
	}

	@ParameterizedTest
	@ValueSource(strings = { "kind = 'CHARGED_BACK'", "reason = 'WORSE_THAN_TWICE'", "source = 'TELEPATHY'",
			"metadata = '{\"half\": \"a'", "metadata = 'none'", "amount = NULL", "claimed_status = NULL" })
	default void putsOffAndParksWhatItCannotRead(String written) {
		stores().insert(LedgerData.open("odd"), LedgerData.disputed("odd"), LedgerData.paid("odd"));
		sql("UPDATE @@event SET " + written + " WHERE event_id = 'odd:DISPUTED'").update();
		List<KaspiOrderEvent> behind = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			behind.add(LedgerData.paid("o" + i));
			stores().insert(LedgerData.open("o" + i), LedgerData.paid("o" + i));
		}
		assertThat(deliveries().all()).containsExactlyElementsOf(behind);
		assertThat(stores().outbox().countParked()).isZero();
		clock().advance(Duration.ofSeconds(10).minusMillis(1));
		assertThat(attemptsOf("odd:DISPUTED")).isEqualTo(1);
		assertThat(deliveries().claim(9)).isEmpty();
		assertThat(attemptsOf("odd:DISPUTED")).isEqualTo(1);
		clock().advance(Duration.ofMillis(1));
		assertThat(deliveries().claim(9)).isEmpty();
		assertThat(attemptsOf("odd:DISPUTED")).isEqualTo(2);
		clock().advance(Duration.ofSeconds(15));
		assertThat(deliveries().claim(9)).isEmpty();
		assertThat(stores().outbox().countParked()).isEqualTo(1);
		assertThat(stores().outbox().findParked(9)).singleElement().satisfies((parked) -> {
			assertThat(parked.eventId()).isEqualTo("odd:DISPUTED");
			assertThat(parked.attempts()).isEqualTo(3);
			assertThat(parked.lastError()).startsWith("The event cannot be read: ").doesNotEndWith(": null");
		});
		sql("UPDATE @@event SET kind = 'EXPIRED', source = 'API', metadata = NULL, amount = 1 "
				+ "WHERE event_id = 'odd:DISPUTED'")
			.update();
		assertThat(stores().outbox().redeliverAll(EventKind.EXPIRED)).isEqualTo(1);
		assertThat(deliveries().all()).hasSize(2);
	}

	@Test
	default void listsAParkedEventOfAnotherVersion() {
		stores().insert(LedgerData.open("1"), LedgerData.paid("1"));
		sql("UPDATE @@event SET kind = 'CHARGED_BACK', state = 'PARKED'").update();
		assertThat(stores().outbox().findParked(9))
			.containsExactly(new ParkedEvent("1:PAID", "CHARGED_BACK", "1", "ref-1", LedgerData.START, 0, null));
		assertThat(stores().outbox().redeliver("1:PAID")).isTrue();
	}

	@Test
	default void findsWhatCanBeReadBehindMoreThanItAskedFor() {
		for (int i = 0; i < 30; i++) {
			stores().insert(LedgerData.open("o" + i), LedgerData.paid("o" + i));
		}
		sql("UPDATE @@event SET kind = 'CHARGED_BACK'").update();
		stores().insert(LedgerData.open("1"), LedgerData.paid("1"));
		assertThat(deliveries().claim(7)).containsExactly(new LeasedEvent(LedgerData.paid("1"), 1));
	}

	@Test
	default void keepsAReasonOfAnyLength() {
		stores().insert(LedgerData.open("1"), LedgerData.paid("1"));
		LeasedEvent leased = deliveries().claimOne();
		stores().outbox().putOff(leased, null, "line\n\0" + "x".repeat(493) + "😀 is cut in half, and more follows");
		assertThat(stores().outbox().findParked(9)).extracting(ParkedEvent::lastError)
			.singleElement()
			.asString()
			.startsWith("line  xxx")
			.hasSizeBetween(499, 500);
	}

	@Test
	default void keepsAnEventThatIsThereAlreadyAndWritesTheRest() {
		stores().insert(LedgerData.open("1"), LedgerData.paid("1"));
		assertThat(deliveries().all()).hasSize(1);
		LedgerEntry after = LedgerData.with(find("1"), KaspiOrderStatus.PARTIALLY_REFUNDED);
		assertThat(stores().update(find("1"), after, List.of(LedgerData.paid("1"), LedgerData.refunded("1")),
				LedgerData.receipt("1")))
			.isTrue();
		assertThat(find("1")).isEqualTo(after);
		assertThat(deliveries().all()).containsExactly(LedgerData.refunded("1"));
	}

	@Test
	default void doesNotPublishInTheCallersTransaction() {
		stores().insert(LedgerData.open("1"), LedgerData.paid("1"));
		TransactionTemplate caller = new TransactionTemplate(new DataSourceTransactionManager(dataSource()));
		caller.executeWithoutResult((status) -> {
			assertThat(deliveries().all()).hasSize(1);
			status.setRollbackOnly();
		});
		assertThat(deliveries().all()).isEmpty();
	}

	private int attemptsOf(String eventId) {
		return sql("SELECT attempts FROM @@event WHERE event_id = :id").param("id", eventId)
			.query(Integer.class)
			.single();
	}

	/**
	 * Whoever lost the event calls nobody and changes nothing.
	 */
	private void assertLeftTo(@Nullable LeasedEvent owner, LeasedEvent lost) {
		String before = rows();
		assertThat(stores().outbox().deliver(lost, EventOutboxContract::notToBeCalled)).isFalse();
		if (owner != null) {
			stores().outbox().putOff(lost, Duration.ZERO, "too late");
			stores().outbox().putOff(lost, null, "too late");
			stores().outbox().release(List.of(lost));
		}
		assertThat(rows()).isEqualTo(before);
	}

	private String rows() {
		return sql("SELECT * FROM @@event ORDER BY id").query().listOfRows().toString();
	}

}
