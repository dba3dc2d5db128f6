/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test.example;

import java.util.List;

import io.github.kaspipay.event.KaspiOrderPaidEvent;

import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

@Service
class Shipping {

	private final JdbcClient jdbc;

	Shipping(JdbcClient jdbc) {
		this.jdbc = jdbc;
		jdbc.sql("CREATE TABLE IF NOT EXISTS shipment (reference VARCHAR(100))").update();
	}

	@EventListener
	void on(KaspiOrderPaidEvent paid) {
		this.jdbc.sql("INSERT INTO shipment VALUES (?)").param(paid.reference()).update();
	}

	List<String> shipped() {
		return this.jdbc.sql("SELECT reference FROM shipment").query(String.class).list();
	}

}
