package io.github.kaspipay.autoconfigure;

import java.time.Clock;

/**
 * The clock Kaspi Pay goes by: the application's, where it has one.
 */
record KaspiPayClock(Clock value) {

}
