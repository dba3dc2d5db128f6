@NullMarked
package io.github.kaspipay.simulator;

import org.jspecify.annotations.NullMarked;
