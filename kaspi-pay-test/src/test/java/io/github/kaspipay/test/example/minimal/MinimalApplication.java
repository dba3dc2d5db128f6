/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test.example.minimal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.kaspipay.event.KaspiOrderPaidEvent;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.event.EventListener;

/**
 * A shop without a database.
 */
@SpringBootApplication
class MinimalApplication {

	private final List<String> paid = new CopyOnWriteArrayList<>();

	public static void main(String[] args) {
		SpringApplication.run(MinimalApplication.class, args);
	}

	@EventListener
	void on(KaspiOrderPaidEvent paid) {
		this.paid.add(paid.reference());
	}

	List<String> paid() {
		return this.paid;
	}

}
