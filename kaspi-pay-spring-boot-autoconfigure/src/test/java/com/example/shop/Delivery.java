/*
 * SPDX-License-Identifier: Apache-2.0
 */

package com.example.shop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.kaspipay.event.KaspiOrderPaidEvent;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

@Component
class Delivery {

	private final List<KaspiOrderPaidEvent> paid = new CopyOnWriteArrayList<>();

	@EventListener
	void on(KaspiOrderPaidEvent event) {
		this.paid.add(event);
	}

	List<KaspiOrderPaidEvent> paid() {
		return this.paid;
	}

}
