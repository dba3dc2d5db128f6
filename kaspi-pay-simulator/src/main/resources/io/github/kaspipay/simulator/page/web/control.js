import * as api from './api.js';
import { showCheckPay, startCheckPay } from './check-pay.js';
import * as curl from './curl.js';
import { h, showList } from './dom.js';
import { showFaults, startFaults } from './faults.js';
import { dateAndTime, duration, minutesAndSeconds, money, status, time } from './format.js';
import { showJournal, startJournal } from './journal.js';
import { showOrder } from './order.js';
import { attempt, copy, isTyping, openDialog, startDialogs } from './page.js';
import { showQr, startQr } from './qr.js';

const POLL_MILLIS = 500;
const HIDDEN_POLL_MILLIS = 5000;

const $ = (id) => document.getElementById(id);

let state = { simulator: null, orders: [], faults: [], requests: [], webhooks: [], checkPay: {}, checkPayCalls: [], qrPayments: [] };
let loadedAt = 0;
let loading = null;

// ---- what is known of the simulator

async function load() {
  try {
    const loaded = await api.load(state);
    if (loaded !== state) {
      state = loaded;
      loadedAt = performance.now();
      show();
    }
    showLive('Live', true);
  } catch {
    showLive('The simulator does not answer', false);
  }
}

function refresh() {
  loading ??= load().finally(() => { loading = null; });
  return loading;
}

/** Loads what an action has changed, whatever is being loaded already. */
async function refreshAfter() {
  await loading;
  await refresh();
}

async function keepRefreshing() {
  await refresh();
  setTimeout(keepRefreshing, document.hidden ? HIDDEN_POLL_MILLIS : POLL_MILLIS);
}

function act(action) {
  return attempt(action).finally(refreshAfter);
}

function now() {
  return Date.parse(state.simulator.now) + performance.now() - loadedAt;
}

// ---- what is shown

/** The protocol that is looked at; it is named in the address, where an order can be instead. */
function protocol() {
  return ['check-pay', 'qr'].find((each) => location.hash === `#${each}`) ?? 'orders';
}

function showProtocol() {
  document.body.dataset.protocol = protocol();
  $('orders').hidden = protocol() !== 'orders';
  document.querySelectorAll('.protocols a').forEach((link) => {
    if (link.dataset.protocol === protocol()) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  });
}

function selected() {
  const asked = decodeURIComponent(location.hash.slice(1));
  return state.orders.find((order) => order.orderId === asked) ?? visibleOrders()[0];
}

function visibleOrders() {
  const words = $('search').value.toLowerCase().split(/\s+/).filter(Boolean);
  return state.orders.filter((order) => {
    const text = [order.orderId, order.reference, order.description, order.amount, order.status, status(order.status).text]
      .join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function show() {
  if (!state.simulator) {
    return;
  }
  const { simulator, orders } = state;
  const order = selected();
  const visible = visibleOrders();
  const open = orders.filter((each) => each.status === 'INIT').length;
  document.title = `${open > 0 ? `(${open}) ` : ''}Kaspi Pay simulator`;
  $('address').textContent = (protocol() === 'qr' && simulator.qrBaseUrl) || simulator.baseUrl;
  $('api-address').textContent = simulator.baseUrl;
  $('ahead').hidden = simulator.advancedSeconds === 0;
  $('ahead').textContent = `${duration(simulator.advancedSeconds)} ahead`;
  $('order-count').hidden = orders.length === 0;
  $('order-count').textContent = orders.length;
  document.body.classList.toggle('fresh', (protocol() === 'qr' ? state.qrPayments : orders).length === 0);
  $('no-orders').hidden = orders.length > 0;
  $('nothing-found').hidden = orders.length === 0 || visible.length > 0;
  $('first-curl').textContent = curl.ofNewOrder(simulator);
  showList($('order-list'), visible.map((each) => ({ ...each, selected: each.orderId === order?.orderId })),
    (each) => each.orderId, orderRow);
  showProtocol();
  showOrder(order, { act });
  showJournal(state, order);
  showCheckPay(state, protocol() === 'check-pay');
  showQr(state, protocol() === 'qr');
  showFaults(state);
  showTime();
}

function orderRow(order) {
  const { text, tone } = status(order.status);
  return h('li', null, h('a', { href: `#${order.orderId}`, 'aria-current': order.selected && 'true', class: 'order-row' },
    h('span', { class: 'line' },
      h('b', { class: 'sum' }, money(order.amount)),
      h('span', { class: `pill ${tone}` }, text, order.status === 'INIT' && h('span', { 'data-until': order.expiresAt }))),
    h('span', { class: 'line soft' },
      h('span', { class: 'cut' }, [order.reference, order.description].filter(Boolean).join(' · ')),
      h('time', { title: dateAndTime(order.createdAt) }, time(order.createdAt)))));
}

function showLive(text, good) {
  if ($('live').textContent !== text) {
    $('live').textContent = text;
    $('live').classList.toggle('bad', !good);
  }
}

function showTime() {
  if (!state.simulator) {
    return;
  }
  const current = now();
  $('now').textContent = `${time(current)} UTC`;
  $('now').title = dateAndTime(current);
  for (const element of document.querySelectorAll('[data-until]')) {
    element.textContent = minutesAndSeconds(Math.max(0, (Date.parse(element.dataset.until) - current) / 1000));
  }
}

function showView(view) {
  document.body.dataset.view = view;
  document.querySelectorAll('[data-show]').forEach((button) => {
    button.setAttribute('aria-pressed', String(button.dataset.show === view));
  });
}

// ---- what the user does

function step(by) {
  const visible = visibleOrders();
  const index = visible.findIndex((order) => order.orderId === selected()?.orderId) + by;
  if (visible[index]) {
    location.hash = visible[index].orderId;
    document.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }
}

function openNewOrder() {
  const fields = $('new-order-form').elements;
  fields.callback.value ||= state.orders.find((order) => order.callbackUrl)?.callbackUrl ?? '';
  openDialog('new-order');
}

async function openConnect() {
  const callback = protocol() === 'orders';
  $('properties').textContent = await api.properties(callback ? '' : `/${protocol()}`);
  $('connect-callback').hidden = !callback;
  $('connect-certificates').hidden = protocol() !== 'qr';
  openDialog('connect');
}

const KEYS = { f: () => openDialog('faults'), '?': () => openDialog('keys') };

const ORDER_KEYS = {
  n: openNewOrder,
  j: () => step(1),
  k: () => step(-1),
  p: () => document.querySelector('#detail [data-action="pay"]')?.click(),
  d: () => document.querySelector('#detail [data-action="decline"]')?.click(),
  '/': () => { showView('orders'); $('search').focus(); },
};

document.addEventListener('keydown', (event) => {
  const key = KEYS[event.key] ?? (protocol() === 'orders' ? ORDER_KEYS[event.key] : undefined);
  if (key && !isTyping(event) && state.simulator) {
    event.preventDefault();
    key();
  }
});
document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button?.dataset.dialog === 'new-order') {
    openNewOrder();
  } else if (button?.dataset.dialog === 'connect') {
    attempt(openConnect);
  } else if (button?.dataset.dialog) {
    openDialog(button.dataset.dialog);
  } else if (button?.dataset.seconds) {
    act(() => api.advance(button.dataset.seconds));
  } else if (button?.dataset.show) {
    showView(button.dataset.show);
  } else if (event.target.closest('.order-row')) {
    showView('order');
  }
});
$('search').addEventListener('input', show);
$('address').addEventListener('click', () => copy($('address').textContent));
$('copy-properties').addEventListener('click', () => copy($('properties').textContent));
$('copy-first-curl').addEventListener('click', () => copy(curl.ofNewOrder(state.simulator)));
$('new-order-form').addEventListener('submit', () => {
  const fields = $('new-order-form').elements;
  act(async () => {
    const order = await api.create(state.simulator, {
      amount: fields.amount.value,
      reference: fields.reference.value.trim() || `order_${crypto.randomUUID()}`,
      description: fields.description.value.trim(),
      callbackUrl: fields.callback.value.trim(),
    });
    fields.reference.value = '';
    $('search').value = '';
    location.hash = order.orderId;
    showView('order');
  });
});
$('reset-form').addEventListener('submit', () => act(async () => {
  await api.reset();
  if (protocol() === 'orders') {
    history.replaceState(null, '', location.pathname);
    showView('orders');
  }
}));
window.addEventListener('hashchange', show);
document.addEventListener('visibilitychange', refresh);

startDialogs();
startFaults(act);
startCheckPay(act);
startQr(act, () => show());
startJournal(() => show());
showView('orders');
keepRefreshing();
setInterval(showTime, 1000);
