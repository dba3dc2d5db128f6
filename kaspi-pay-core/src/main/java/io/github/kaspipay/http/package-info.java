/**
 * The wire: Kaspi Pay's HTTP API, its errors and what may be sent again.
 */
@NullMarked
package io.github.kaspipay.http;

import org.jspecify.annotations.NullMarked;
