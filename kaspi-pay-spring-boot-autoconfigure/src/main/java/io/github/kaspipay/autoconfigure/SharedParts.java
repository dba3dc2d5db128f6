package io.github.kaspipay.autoconfigure;

import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.token.KaspiTokenStore;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a merchant that all instances of the application may share. Thread-safe.
 */
interface SharedParts {

	/**
	 * Returns where a merchant's token is kept, or {@code null} for each instance by
	 * itself.
	 */
	@Nullable KaspiTokenStore tokenStore(MerchantSettings merchant);

	/**
	 * Returns what counts a merchant's calls, or {@code null} for each instance by
	 * itself.
	 */
	@Nullable CallWindow callWindow(MerchantSettings merchant);

	/**
	 * Tells the other instances of this one's calls. Call it twice a second.
	 */
	void report();

}
