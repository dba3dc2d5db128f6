// Keeps an open checkout page true: counts the code's time down, and loads the page's own
// #checkout again as soon as the server has something else to show. It is told so by
// server-sent events, and asks by itself where none come through.
(() => {
	const TICK = 1000;
	const ASK_ALWAYS = 15000;
	const ASK_WITHOUT_STREAM = 3000;

	const announcement = document.getElementById('announcement');
	let page = document.getElementById('checkout');
	let clockOffset;
	let stream;
	let refreshing = false;
	let again = false;
	let asked = Date.now();
	let leftBefore = 0;

	// By when the page asked: while the answer is on its way, the code's time runs down.
	const read = (requestedAt) => {
		clockOffset = Date.parse(page.dataset.now) - requestedAt;
	};

	const isOpen = () => page.dataset.open === 'true';

	const online = (yes) => page.classList.toggle('disconnected', !yes);

	// Screen readers are told what changed, and the keyboard is not left nowhere.
	const replace = (fresh, requestedAt) => {
		const focused = page.contains(document.activeElement);
		const changed = fresh.dataset.status !== page.dataset.status;
		page.replaceWith(fresh);
		page = fresh;
		read(requestedAt);
		if (changed) {
			announcement.textContent = document.title;
		}
		if (focused) {
			page.querySelector('h1').focus();
		}
	};

	const load = async () => {
		const requestedAt = Date.now();
		const response = await fetch(location.href, { cache: 'no-store' });
		const loaded = new DOMParser().parseFromString(await response.text(), 'text/html');
		const fresh = loaded.getElementById('checkout');
		if (!response.ok || !fresh) {
			throw new Error(`The page was answered with ${response.status}`);
		}
		document.title = loaded.title;
		replace(fresh, requestedAt);
	};

	const refresh = async () => {
		again = refreshing;
		if (refreshing) {
			return;
		}
		refreshing = true;
		try {
			do {
				again = false;
				await load();
			} while (again);
			online(true);
		}
		catch {
			online(false);
		}
		finally {
			refreshing = false;
		}
	};

	const show = (news) => {
		online(true);
		if (news.status !== page.dataset.status || String(news.version) !== page.dataset.version) {
			refresh();
		}
	};

	const ask = async () => {
		asked = Date.now();
		try {
			const response = await fetch(page.dataset.statusUrl,
				{ cache: 'no-store', headers: { Accept: 'application/json' } });
			if (!response.ok) {
				throw new Error(`The status was answered with ${response.status}`);
			}
			show(await response.json());
		}
		catch {
			online(false);
		}
	};

	const listen = () => {
		if (!stream && isOpen() && window.EventSource) {
			stream = new EventSource(page.dataset.statusUrl);
			stream.onmessage = (message) => show(JSON.parse(message.data));
		}
	};

	const hangUp = () => {
		stream?.close();
		stream = undefined;
	};

	const isListening = () => stream && stream.readyState === 1;

	const countDown = () => {
		const element = page.querySelector('[data-countdown]');
		if (!element) {
			return;
		}
		const left = Math.max(0, Math.ceil((Date.parse(page.dataset.expiresAt) - Date.now() - clockOffset) / 1000));
		element.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
		element.classList.toggle('soon', left <= 60);
		if (left <= 300 && leftBefore > 300) {
			announcement.textContent = page.dataset.fiveMinutes;
		}
		if (left <= 60 && leftBefore > 60) {
			announcement.textContent = page.dataset.oneMinute;
		}
		leftBefore = left;
		if (left === 0) {
			refresh();
		}
	};

	const tick = () => {
		countDown();
		if (!isOpen()) {
			hangUp();
		}
		else if (!document.hidden && Date.now() - asked >= (isListening() ? ASK_ALWAYS : ASK_WITHOUT_STREAM)) {
			ask();
		}
	};

	read(Date.now());
	tick();
	listen();
	setInterval(tick, TICK);

	// A phone freezes this page while the Kaspi app is open, and may bring it back as it was.
	document.addEventListener('visibilitychange', () => {
		if (!document.hidden && isOpen()) {
			ask();
		}
	});
	window.addEventListener('offline', () => online(false));
	window.addEventListener('online', ask);
	window.addEventListener('pagehide', hangUp);
	window.addEventListener('pageshow', (event) => {
		if (event.persisted) {
			refresh();
			listen();
		}
	});
})();
