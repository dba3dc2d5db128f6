// Counts the code's time down and shows what became of the order as soon as it is known.
(() => {
	const STREAM_POLL = 15000;
	const PLAIN_POLL = 3000;

	let page = document.getElementById('checkout');
	let clockOffset;
	let refreshing = false;

	const readClock = () => {
		clockOffset = Date.parse(page.dataset.now) - Date.now();
	};

	const refresh = async () => {
		if (refreshing) {
			return;
		}
		refreshing = true;
		try {
			const response = await fetch(location.href, { cache: 'no-store' });
			const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
			const main = fresh.getElementById('checkout');
			if (response.ok && main) {
				page.replaceWith(main);
				page = main;
				document.title = fresh.title;
				readClock();
			}
		}
		catch {
			// offline: the next tick or poll comes again
		}
		finally {
			refreshing = false;
		}
	};

	const show = (status) => {
		if (status !== page.dataset.status) {
			refresh();
		}
	};

	const isOpen = () => page.dataset.open === 'true';

	const poll = async () => {
		if (!isOpen() || document.hidden) {
			return;
		}
		try {
			const response = await fetch(page.dataset.statusUrl,
				{ cache: 'no-store', headers: { Accept: 'application/json' } });
			if (response.ok) {
				show((await response.json()).status);
			}
		}
		catch {
			// offline: the next poll comes again
		}
	};

	const tick = () => {
		const element = page.querySelector('[data-countdown]');
		if (!element) {
			return;
		}
		const left = Date.parse(page.dataset.expiresAt) - Date.now() - clockOffset;
		if (left <= 0) {
			refresh();
			return;
		}
		const seconds = Math.ceil(left / 1000);
		element.textContent = `for ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
		element.classList.toggle('soon', seconds <= 60);
	};

	readClock();
	tick();
	setInterval(tick, 1000);

	if (isOpen() && window.EventSource) {
		const stream = new EventSource(page.dataset.statusUrl);
		stream.onmessage = (message) => {
			show(JSON.parse(message.data).status);
			if (!isOpen()) {
				stream.close();
			}
		};
	}
	setInterval(poll, window.EventSource ? STREAM_POLL : PLAIN_POLL);

	// A phone freezes this page while the Kaspi app is open.
	document.addEventListener('visibilitychange', poll);
	window.addEventListener('pageshow', (event) => {
		if (event.persisted) {
			refresh();
		}
	});
})();
