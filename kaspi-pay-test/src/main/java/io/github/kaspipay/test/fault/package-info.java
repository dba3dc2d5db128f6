/**
 * What can go wrong with Kaspi Pay on purpose: faults of its answers and of its webhooks,
 * for {@link io.github.kaspipay.test.KaspiPaySimulator#faults()}.
 */
@NullMarked
package io.github.kaspipay.test.fault;

import org.jspecify.annotations.NullMarked;
