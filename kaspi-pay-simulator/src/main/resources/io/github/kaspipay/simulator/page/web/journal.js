// The journal: calls of the API and webhooks, the latest first.

import * as curl from './curl.js';
import { h, showList } from './dom.js';
import { dateAndTime, pretty, shortened, status, time } from './format.js';
import { copy } from './page.js';

const list = document.getElementById('journal-list');
const onlyOrder = document.getElementById('only-order');

let kind = 'all';
let simulator;

export function startJournal(changed) {
  const buttons = document.querySelectorAll('[data-kind]');
  buttons.forEach((button) => button.addEventListener('click', () => {
    kind = button.dataset.kind;
    buttons.forEach((each) => each.setAttribute('aria-pressed', String(each === button)));
    changed();
  }));
  onlyOrder.addEventListener('change', changed);
}

export function showJournal(state, order) {
  simulator = state.simulator;
  const entries = [...state.requests.filter((each) => !isQrCall(each)).map(asEntry), ...webhookEntries(state.webhooks)]
    .filter((entry) => kind === 'all' || entry.kind === kind)
    .filter((entry) => !onlyOrder.checked || entry.orderId === order?.orderId)
    .sort((a, b) => Date.parse(b.time) - Date.parse(a.time) || b.kind.localeCompare(a.kind) || b.number - a.number);
  document.getElementById('no-journal').hidden = entries.length > 0;
  showList(list, entries, (entry) => `${entry.kind} ${entry.number}`,
    (entry) => ((entry.kind === 'request') ? request(entry) : webhook(entry)));
}

function asEntry(recorded) {
  return { ...recorded, kind: 'request', orderId: orderOf(recorded) };
}

/** Tells the calls of the QR API from those of the orders API. */
export function isQrCall({ path }) {
  return /^\/r[123]\//.test(path);
}

/** Shows a call of the QR API, which says in its body what is wrong. */
export function requestEntry(recorded) {
  const code = recorded.responseBody.match(/"StatusCode":(-?\d+)/)?.[1] ?? '0';
  return request({ ...recorded, kind: 'request', refusal: (code === '0') ? undefined : code });
}

function orderOf({ path, responseBody }) {
  const inPath = path.match(/^\/payment\/orders\/([^/?]+)/)?.[1];
  return inPath ?? responseBody?.match(/"orderId":"([^"]+)"/)?.[1];
}

/** Puts the attempts together that belong to one webhook. */
function webhookEntries(deliveries) {
  const entries = [];
  for (const delivery of deliveries) {
    const entry = entries.findLast((each) => each.orderId === delivery.orderId && each.body === delivery.body
        && each.signature === delivery.signature && each.attempts.length + 1 === delivery.attempt);
    if (entry) {
      entry.attempts.push(delivery);
    } else {
      entries.push({ ...delivery, kind: 'webhook', attempts: [delivery] });
    }
  }
  return entries;
}

function request(entry) {
  const title = [h('b', null, entry.method), ' ', withoutDate(entry.path)];
  if (entry.orderId && !entry.path.includes(entry.orderId)) {
    title.push(h('span', { class: 'soft' }, ` ${withoutDate(entry.orderId)}`));
  }
  return details(entry, 'API', title, entry.refusal ? answer(0, entry.refusal) : answer(entry.status), () => [
    h('div', { class: 'row' },
      h('button', { type: 'button', onclick: () => copy(curl.ofRequest(simulator, entry)) }, 'Copy as curl'),
      entry.requestId && h('span', { class: 'soft cut' }, 'X-Request-Id ', h('code', null, entry.requestId))),
    body('Sent', entry.body),
    body(entry.status ? `Answered with ${entry.status}` : 'Connection broken', entry.responseBody),
  ]);
}

function webhook(entry) {
  const last = entry.attempts.at(-1);
  const title = [h('b', null, status(entry.status).text), ' ', withoutDate(entry.orderId)];
  const result = [
    entry.attempts.length > 1 && h('span', { class: 'soft' }, `${entry.attempts.length}×`),
    signature(entry, entry.signatureValid ? 'signed' : 'bad signature'),
    answer(last.httpStatus ?? 0, last.error),
  ];
  return details(entry, 'Webhook', title, result, () => [
    h('div', { class: 'row' },
      h('button', { type: 'button', onclick: () => copy(curl.ofWebhook(entry)) }, 'Copy as curl'),
      h('span', { class: 'soft cut' }, 'to ', h('code', null, entry.url))),
    h('p', { class: 'check-result' },
      signature(entry, entry.signatureValid ? 'The signature fits the body and the webhook secret' : 'The signature does not fit the body and the webhook secret'),
      h('span', { class: 'soft' }, ' X-Kaspi-Signature ', h('code', null, shortened(entry.signature)))),
    body('Body', entry.body),
    h('table', null,
      h('caption', null, (entry.attempts.length === 1) ? 'One attempt' : `${entry.attempts.length} attempts`),
      h('tbody', null, entry.attempts.map((each) => h('tr', null,
        h('td', null, String(each.attempt)),
        h('td', null, dateAndTime(each.time)),
        h('td', null, answer(each.httpStatus ?? 0, each.error)))))),
  ]);
}

function withoutDate(text) {
  return text.replace(/ORD-\d{4}-\d\d-\d\d-[a-z\d]+-/, '…');
}

function details(entry, tag, title, result, content) {
  const inner = h('div', { class: 'inner' });
  const element = h('details', { class: `entry ${entry.kind}` },
    h('summary', null,
      h('time', { title: dateAndTime(entry.time) }, time(entry.time)),
      h('span', { class: 'tag' }, tag),
      h('span', { class: 'title' }, title),
      h('span', { class: 'result' }, result)),
    inner);
  element.addEventListener('toggle', () => {
    if (element.open && !inner.hasChildNodes()) {
      inner.append(...content().filter(Boolean));
    }
  });
  return element;
}

function answer(code, error) {
  const tone = (code >= 200 && code < 300) ? 'good' : (code >= 300 && code < 500) ? 'late' : 'bad';
  return h('span', { class: `code ${tone}` }, code ? String(code) : error ?? 'broken');
}

function signature(entry, text) {
  return h('span', { class: `signature ${entry.signatureValid ? 'good' : 'bad'}` }, text);
}

function body(title, text) {
  return h('div', { class: 'body' },
    h('h3', null, title),
    text ? h('pre', { tabindex: 0 }, pretty(text)) : h('p', { class: 'soft' }, 'No body'));
}
