/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.merchant;

import io.github.kaspipay.autoconfigure.DatabaseRunners;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The work that recurs for each merchant.
 */
@Tag("database")
class NamedMerchantsTests {

	@Test
	void oneThatCannotBeCleanedKeepsNoOtherFromIt() {
		DatabaseRunners.postgres()
			.withPropertyValues("kaspi.pay.ledger.initialize-schema=always", "kaspi.pay.ledger.table-prefix=cleaned_")
			.withPropertyValues(merchant("first"))
			.withPropertyValues(merchant("kept"))
			.withPropertyValues(merchant("last"))
			.run((context) -> {
				JdbcClient database = context.getBean(JdbcClient.class);
				database.sql("""
						INSERT INTO cleaned_webhook (merchant, received_at, order_id, status, outcome, body_sha256)
						VALUES ('first', 0, '1', 'PAID', 'RECORDED', ''), ('kept', 0, '2', 'PAID', 'RECORDED', ''),
						('last', 0, '3', 'PAID', 'RECORDED', '')
						""").update();
				database.sql("CREATE TABLE cleaned_audit (webhook BIGINT REFERENCES cleaned_webhook (id))").update();
				database.sql("INSERT INTO cleaned_audit SELECT id FROM cleaned_webhook WHERE merchant = 'kept'")
					.update();
				assertThatIllegalStateException().isThrownBy(context.getBean(NamedMerchants.class)::clean)
					.withMessage("The work for merchant 'kept' failed");
				assertThat(database.sql("SELECT merchant FROM cleaned_webhook").query(String.class).list())
					.containsExactly("kept");
				database.sql("DROP TABLE cleaned_audit").update();
				database.sql("DELETE FROM cleaned_webhook").update();
			});
	}

	private static String[] merchant(String name) {
		String prefix = "kaspi.pay.merchants." + name + ".";
		return new String[] { prefix + "merchant-id=" + name, prefix + "client-id=client-of-" + name,
				prefix + "client-secret=Zq7-credential-" + name, prefix + "webhook.secret=whsec-9fK2-" + name };
	}

}
