// Check/pay: Kaspi calls the merchant as it is told to, and what became of each payment.

import * as api from './api.js';
import * as curl from './curl.js';
import { h, showList } from './dom.js';
import { dateAndTime, money, pretty, time } from './format.js';
import { copy, say } from './page.js';

const KASPI = '194.187.247.152';
const AT_ONCE = 50;
const NOT_FINAL = [4, 5];

const terms = document.getElementById('check-pay-terms');
const attempts = document.getElementById('check-pay-attempts');
const device = document.getElementById('check-pay-device');
const list = document.getElementById('check-pay-list');

let act;
let known = {};
let changed = Promise.resolve();

export function startCheckPay(actWith) {
  // a call is made on the terms that were chosen before it
  act = (action) => changed.then(() => actWith(action));
  terms.addEventListener('change', ({ target }) => {
    const value = (target.name === 'patienceMillis') ? Number(target.value) : target.value.trim();
    // what is refused is shown as it was
    changed = act(() => api.changeCheckPay({ [target.name]: value })).then(showTerms);
  });
  terms.addEventListener('submit', (event) => event.preventDefault());
  attempts.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(event.submitter.value);
  });
  attempts.elements.amount.addEventListener('input', () => {
    attempts.querySelector('[value=pay-amount]').disabled = !attempts.elements.amount.value;
  });
}

export function showCheckPay({ checkPay, checkPayCalls }, shown) {
  document.getElementById('check-pay').hidden = !shown;
  if (!shown) {
    return;
  }
  if (!device.querySelector('iframe')) {
    device.prepend(h('iframe', { src: '/phone/account', title: 'The customer’s phone' }));
  }
  known = checkPay;
  showTerms();
  document.getElementById('check-pay-no-calls').hidden = checkPayCalls.length > 0;
  showList(list, payments(checkPayCalls), (each) => `${each.command} ${each.transactionId}`, entry);
}

function showTerms() {
  document.getElementById('check-pay-nobody').hidden = known.url !== undefined;
  set('url', known.url ?? '');
  set('address', known.address);
  set('patienceMillis', String(known.patienceMillis), `${known.patienceMillis / 1000} s`);
  set('format', known.format);
}

function set(name, value, text = value) {
  const field = terms.elements[name];
  if (field === document.activeElement) {
    return;
  }
  if (field.options && ![...field.options].some((option) => option.value === value)) {
    field.append(h('option', { value }, text));
  }
  field.value = value;
}

function attempt(action) {
  const { account, amount } = attempts.elements;
  const text = account.value.trim();
  const body = /^https?:\/\//i.test(text) ? { link: text } : { account: text };
  act(async () => {
    if (action === 'check') {
      await api.callCheckPay('check', body);
    } else if (action === 'pay') {
      await api.callCheckPay('pay', body);
    } else if (action === 'pay-amount') {
      await api.callCheckPay('pay', { ...body, amount: Number(amount.value) });
    } else {
      const calls = await api.callCheckPay('race', body);
      say((calls.length === 1) ? calls[0].meaning : `Of two payments: ${calls.map((call) => call.meaning).join(' · ')}`);
    }
  });
}

function repeat(payment, times) {
  act(async () => {
    const calls = await api.repeatCheckPay(payment, times);
    say(answersOf(calls).map(({ text, count }) => `${count}× ${text}`).join(' · '));
  });
}

/** Puts the calls together that tell of the same payment, the latest first. */
function payments(calls) {
  const found = new Map();
  for (const call of calls) {
    const key = `${call.command} ${call.transactionId}`;
    const earlier = found.get(key);
    found.delete(key);
    found.set(key, { ...call, calls: [...(earlier?.calls ?? []), call] });
  }
  return [...found.values()].reverse();
}

function answersOf(calls) {
  const counts = new Map();
  for (const call of calls) {
    const text = [call.meaning, call.paymentId].filter(Boolean).join(', ');
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => ({ text, count }));
}

/** What must not be: a repeated call with another answer, or a stranger who is let in. */
function problem(payment) {
  const answers = payment.calls.filter((call) => call.result !== undefined && !NOT_FINAL.includes(call.result));
  if (payment.command === 'pay' && new Set(answers.map((call) => `${call.result} ${call.paymentId}`)).size > 1) {
    return 'Repeated with another answer';
  }
  return payment.calls.some((call) => isStranger(call) && call.httpStatus === 200) ? 'A stranger was answered' : null;
}

function isStranger(call) {
  return call.address.split(',').at(-1).trim() !== KASPI;
}

function entry(payment) {
  const trouble = problem(payment);
  const inner = h('div', { class: 'inner' });
  const element = h('details', { class: 'entry', 'data-command': payment.command },
    h('summary', null,
      h('time', { title: dateAndTime(payment.time) }, time(payment.time)),
      h('span', { class: 'tag' }, payment.command),
      h('span', { class: 'title' }, h('b', null, payment.account),
        h('span', { class: 'soft' }, (payment.command === 'pay') ? ` ${money(payment.sum)}` : '')),
      h('span', { class: 'result' },
        payment.calls.length > 1 && h('span', { class: 'soft' }, `${payment.calls.length}×`),
        h('span', { class: `pill ${trouble ? 'other' : tone(payment)}` }, trouble ?? payment.meaning))),
    inner);
  element.addEventListener('toggle', () => {
    if (element.open && !inner.hasChildNodes()) {
      inner.append(...details(payment));
    }
  });
  return element;
}

function tone({ result, command }) {
  if (result === 0) {
    return (command === 'pay') ? 'good' : 'wait';
  }
  return (result === undefined || result === 5) ? 'other' : 'late';
}

function details(payment) {
  const rows = [
    ['Result', (payment.result === undefined) ? 'none' : String(payment.result)],
    ['Means', payment.meaning],
    ['Customer sees', payment.customerSees],
    ['txn_id', h('code', null, payment.transactionId)],
    ['Sum sent', money(payment.sum)],
    ['Sum answered', payment.answeredSum !== undefined && money(payment.answeredSum)],
    ['Merchant’s id', payment.paymentId && h('code', null, payment.paymentId)],
    ...Object.entries(payment.fields ?? {}).map(([name, value]) => [`Field: ${name}`, value]),
    ['Called from', isStranger(payment) ? `${payment.address} (a stranger)` : payment.address],
    ['Took', `${payment.tookMillis} ms`],
  ];
  return [
    h('div', { class: 'row' },
      h('button', { type: 'button', onclick: () => repeat(payment, 1) }, 'Repeat'),
      h('button', { type: 'button', onclick: () => repeat(payment, AT_ONCE) }, `${AT_ONCE} at once`),
      h('button', { type: 'button', onclick: () => copy(curl.ofCheckPayCall(payment)) }, 'Copy as curl')),
    h('dl', { class: 'facts' }, rows.filter(([, value]) => value)
      .map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value)))),
    payment.calls.length > 1 && h('table', null,
      h('caption', null, `${payment.calls.length} calls`),
      h('tbody', null, answersOf(payment.calls).map(({ text, count }) => h('tr', null, h('td', null, `${count}×`), h('td', null, text))))),
    h('div', { class: 'body' },
      h('h3', null, payment.httpStatus ? `Answered with ${payment.httpStatus}` : 'No answer'),
      payment.body ? h('pre', { tabindex: 0 }, pretty(payment.body)) : h('p', { class: 'soft' }, 'No body')),
  ].filter(Boolean);
}
