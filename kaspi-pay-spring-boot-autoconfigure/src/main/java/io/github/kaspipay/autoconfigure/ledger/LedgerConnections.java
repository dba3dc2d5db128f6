/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The DataSource that the ledger is kept in, and the transaction manager that deliveries
 * join: the qualified one, or else the only or primary one. A choice that cannot work
 * fails with what to do about it.
 */
class LedgerConnections {

	private static final String IN_MEMORY = "or set kaspi.pay.ledger.type=memory.";

	private final ListableBeanFactory beans;

	private final DataSource dataSource;

	LedgerConnections(ListableBeanFactory beans, ObjectProvider<DataSource> qualified,
			ObjectProvider<DataSource> candidates) {
		this.beans = beans;
		this.dataSource = withoutTransactions(choose(qualified, candidates));
	}

	DataSource dataSource() {
		return this.dataSource;
	}

	private DataSource choose(ObjectProvider<DataSource> qualified, ObjectProvider<DataSource> candidates) {
		boolean isQualified = qualified.stream().findAny().isPresent();
		DataSource chosen = (isQualified ? qualified : candidates).getIfUnique();
		if (chosen == null) {
			throw new KaspiPayConfigurationException(
					"Kaspi Pay's ledger has to be in one DataSource, and the application has "
							+ (isQualified ? "several with @KaspiPayDataSource" : "several") + ": "
							+ names(DataSource.class) + ".",
					"Mark one of them with @Primary, or the ledger's with @KaspiPayDataSource, " + IN_MEMORY);
		}
		return chosen;
	}

	/**
	 * The ledger is not to join a transaction by accident, and a transaction manager
	 * binds the target's connection.
	 */
	private static DataSource withoutTransactions(DataSource dataSource) {
		DataSource target = (dataSource instanceof TransactionAwareDataSourceProxy proxy) ? proxy.getTargetDataSource()
				: null;
		return (target != null) ? target : dataSource;
	}

	PlatformTransactionManager transactionManager(ObjectProvider<PlatformTransactionManager> qualified,
			ObjectProvider<PlatformTransactionManager> candidates) {
		List<PlatformTransactionManager> named = qualified.stream().toList();
		if (!named.isEmpty()) {
			PlatformTransactionManager only = (named.size() == 1) ? named.get(0) : qualified.getIfUnique();
			return require(only, "the one with @KaspiPayTransactionManager");
		}
		PlatformTransactionManager preferred = candidates.getIfUnique();
		if (preferred != null && problem(preferred) == null) {
			return preferred;
		}
		Map<String, PlatformTransactionManager> all = new TreeMap<>(
				BeanFactoryUtils.beansOfTypeIncludingAncestors(this.beans, PlatformTransactionManager.class));
		if (all.isEmpty()) {
			return new JdbcTransactionManager(this.dataSource);
		}
		List<PlatformTransactionManager> usable = all.values()
			.stream()
			.filter((each) -> each != preferred && problem(each) == null)
			.toList();
		if (usable.size() == 1) {
			return usable.get(0);
		}
		String problem = (preferred != null) ? problem(preferred) : null;
		throw unusable(!usable.isEmpty() ? "several are on the ledger's DataSource"
				: (problem != null) ? problem : "none is on the ledger's DataSource");
	}

	private PlatformTransactionManager require(@Nullable PlatformTransactionManager chosen, String which) {
		String problem = (chosen != null) ? problem(chosen) : "there are several";
		if (chosen == null || problem != null) {
			throw unusable(which + ": " + problem);
		}
		return chosen;
	}

	private KaspiPayConfigurationException unusable(String problem) {
		return new KaspiPayConfigurationException(
				"Kaspi Pay delivers events in a transaction on the ledger's DataSource, and has no transaction manager "
						+ "for it among " + names(PlatformTransactionManager.class) + ": " + problem + ".",
				"Define a JdbcTransactionManager or a JpaTransactionManager of the ledger's DataSource, and mark it "
						+ "with @KaspiPayTransactionManager where there are several, name the DataSource of yours with "
						+ "@KaspiPayDataSource, " + IN_MEMORY);
	}

	/**
	 * Says why a transaction manager cannot be used, by beginning a transaction, or
	 * returns {@code null}.
	 */
	private @Nullable String problem(PlatformTransactionManager manager) {
		TransactionTemplate transaction = new TransactionTemplate(manager);
		transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
		transaction.setTimeout(60);
		try {
			boolean bound = Boolean.TRUE.equals(transaction
				.<Boolean>execute((status) -> TransactionSynchronizationManager.hasResource(this.dataSource)));
			return bound ? null : "the transaction manager " + manager.getClass().getName() + " is of something else";
		}
		catch (TransactionException ex) {
			return "the transaction manager " + manager.getClass().getName() + " cannot begin such a transaction ("
					+ ex.getMessage() + ")";
		}
	}

	private String names(Class<?> type) {
		return Arrays.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, type))
			.sorted()
			.map((name) -> "'" + name + "'")
			.collect(Collectors.joining(", "));
	}

}
