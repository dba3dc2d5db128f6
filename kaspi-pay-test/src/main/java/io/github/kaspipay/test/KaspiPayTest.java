package io.github.kaspipay.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a Spring test a Kaspi Pay to talk to, next to {@code @SpringBootTest} or another
 * annotation that makes an application context.
 * <p>
 * The context has a {@link KaspiPaySimulator} with its defaults as a bean, which is
 * stopped when the context is closed, and the application is connected to it: credentials
 * and address come from the simulator, whatever {@code kaspi.pay.*} says. Once the
 * application's web server has started, webhooks come to {@code kaspi.pay.webhook.path},
 * or {@code /webhook/kaspi} without one.
 * <p>
 * Tests that share a context share the simulator and its orders;
 * {@link KaspiPaySimulator#reset()} begins anew.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface KaspiPayTest {

}
