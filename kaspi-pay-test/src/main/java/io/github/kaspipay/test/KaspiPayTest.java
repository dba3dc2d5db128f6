/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.kaspipay.simulator.KaspiPaySimulator;

/**
 * Gives a Spring test a Kaspi Pay to talk to, next to {@code @SpringBootTest} or another
 * annotation that makes an application context.
 * <p>
 * The context has a {@link KaspiPaySimulator} with its defaults as a bean, which is
 * stopped when the context is closed, and the application is connected to it as with
 * {@link KaspiPaySimulatorConfiguration}. {@link KaspiPayEvents}, another bean, has the
 * events that the application hears.
 * <p>
 * With {@code kaspi.pay.api=check-pay}, the simulator is Kaspi the caller:
 * {@link KaspiPaySimulator#checkPay()} asks and pays at the application's endpoint, which
 * needs a web server on a port, as with {@code webEnvironment = RANDOM_PORT}.
 * <p>
 * With {@code kaspi.pay.api=qr}, the simulator speaks the QR API over TLS:
 * {@link KaspiPaySimulator#qr()} scans and confirms as the customer does.
 * <p>
 * Tests that share a context share the simulator. After each method faults, advanced
 * time, journals, blocks, stubs and webhooks that are still to be sent are gone, and
 * events begin anew. Orders stay, as they do in the application's ledger: give each order
 * a reference of its own, or none, for a random one.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface KaspiPayTest {

}
