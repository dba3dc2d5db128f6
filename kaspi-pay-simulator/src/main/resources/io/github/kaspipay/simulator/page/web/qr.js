// The QR API: its payments, the customer who scans and confirms them, and the merchant's calls.

import * as api from './api.js';
import { h, showList, showOne } from './dom.js';
import { dateAndTime, money, status, time } from './format.js';
import { isQrCall, requestEntry } from './journal.js';
import { copy } from './page.js';

const KNOWN_STATUSES = ['QrTokenCreated', 'Wait', 'Processed', 'Error', 'RemotePaymentCreated', 'RemotePaymentCanceled'];
const FORMS = { qr: 'QR code', link: 'Link', remote: 'Invoice by phone number' };

const detail = document.getElementById('qr-detail');
const none = document.getElementById('qr-no-selection');

let act;
let changed;
let chosen;
let mounted = null;

export function startQr(actWith, onChange) {
  act = actWith;
  changed = onChange;
}

export function showQr(state, shown) {
  document.getElementById('qr').hidden = !shown;
  if (!shown) {
    return;
  }
  const payments = state.qrPayments;
  const payment = payments.find((each) => each.paymentId === chosen) ?? payments[0];
  document.getElementById('qr-no-payments').hidden = payments.length > 0;
  showList(document.getElementById('qr-list'),
    payments.map((each) => ({ ...each, selected: each.paymentId === payment?.paymentId })), (each) => each.paymentId, row);
  showPayment(payment);
  const calls = state.requests.filter(isQrCall).reverse();
  document.getElementById('qr-no-calls').hidden = calls.length > 0;
  showList(document.getElementById('qr-calls'), calls, (call) => call.number, requestEntry);
}

function choose(paymentId) {
  chosen = paymentId;
  changed();
}

function row(payment) {
  const { text, tone } = status(payment.status);
  return h('li', null, h('button', {
    type: 'button', class: 'order-row', 'data-payment': payment.paymentId,
    'aria-current': payment.selected && 'true', onclick: () => choose(payment.paymentId),
  },
  h('span', { class: 'line' },
    h('b', { class: 'sum' }, money(payment.amount)),
    h('span', { class: `pill ${tone}` }, text, payment.open && h('span', { 'data-until': payment.expiresAt }))),
  h('span', { class: 'line soft' },
    h('span', { class: 'cut' }, [FORMS[payment.form], payment.reference].filter(Boolean).join(' · ')),
    h('time', { title: dateAndTime(payment.createdAt) }, time(payment.createdAt)))));
}

function showPayment(payment) {
  if (!payment) {
    detail.replaceChildren(none);
    mounted = null;
    return;
  }
  if (mounted?.paymentId !== payment.paymentId) {
    mounted = mount(payment);
    detail.replaceChildren(...mounted.elements);
  }
  showOne(mounted.head, payment, head);
  showOne(mounted.actions, payment, actions);
  showOne(mounted.facts, payment, facts);
}

function mount(payment) {
  const phone = `/phone?payment=${payment.paymentId}`;
  const parts = { paymentId: payment.paymentId, head: h('div'), actions: h('div'), facts: h('div') };
  parts.elements = [
    parts.head,
    h('div', { class: 'order-body' },
      h('div', { class: 'order-main' },
        parts.actions,
        payment.content && h('figure', { class: 'qr' },
          h('img', { src: `/simulator/qr/payments/${payment.paymentId}/qr.svg`, alt: 'QR code of the payment', width: 208, height: 208 }),
          h('figcaption', { class: 'soft' }, 'As the shop shows it')),
        parts.facts),
      h('div', { class: 'device' },
        h('iframe', { src: phone, title: 'The customer’s phone' }),
        h('a', { href: phone, target: '_blank', rel: 'noopener', class: 'soft' }, 'Open the phone in a tab'))),
  ];
  return parts;
}

function head(payment) {
  const { text, tone } = status(payment.status);
  return h('div', { class: 'order-head' },
    h('h2', { class: 'sum' }, money(payment.amount)),
    h('span', { class: `pill ${tone}` }, text, payment.open && h('span', { 'data-until': payment.expiresAt })),
    h('button', { type: 'button', class: 'quiet mono', title: 'Copy the payment’s id', onclick: () => copy(payment.paymentId) }, payment.paymentId));
}

function possible(payment) {
  if (payment.status === 'QrTokenCreated') {
    return [['scan', (payment.form === 'link') ? 'Open' : 'Scan'], ['pay', 'Scan and confirm'], ['error', 'Error']];
  }
  if (payment.open) {
    return [['confirm', 'Confirm'], ['error', 'Error']];
  }
  return (payment.status === 'Processed') ? [] : [['pay-late', 'Pay late']];
}

function actions(payment) {
  const change = (action, body) => act(() => api.changeQr(payment.paymentId, action, body));
  const left = Math.round((payment.amount - payment.refundedAmount) * 100) / 100;
  const late = payment.open && h('button', { type: 'button', 'data-action': 'pay-late', title: 'Paid, though its time may be over', onclick: () => change('pay-late') }, 'Pay late');
  return h('div', { class: 'actions' },
    h('p', { class: 'row' },
      possible(payment).map(([action, text], index) => h('button', {
        type: 'button', class: index === 0 && 'primary', 'data-action': action, onclick: () => change(action),
      }, text)),
      late,
      payment.status === 'Processed' && left > 0 && h('button', { type: 'button', class: 'primary', 'data-action': 'refund', title: 'As in Kaspi’s own app', onclick: () => change('refund') },
        `Refund ${money(left)}`)),
    h('form', { class: 'row', onsubmit: (event) => {
      event.preventDefault();
      change('status', { status: event.target.elements.status.value.trim() });
    } },
    h('input', { name: 'status', list: 'qr-statuses', required: true, placeholder: 'Any status', autocomplete: 'off', 'aria-label': 'Status to force' }),
    h('datalist', { id: 'qr-statuses' }, KNOWN_STATUSES.map((value) => h('option', { value }))),
    h('button', { type: 'submit', title: 'Give the payment this status, possible or not' }, 'Force status')));
}

function facts(payment) {
  const rows = [
    ['Form', FORMS[payment.form]],
    ['Reference', payment.reference],
    ['Phone', payment.phoneNumber],
    ['Status', h('code', null, payment.status)],
    ['Trade point', payment.tradePointId],
    ['Created', dateAndTime(payment.createdAt)],
    ['Next until', payment.open && dateAndTime(payment.expiresAt)],
    ['Paid', payment.paidAt && dateAndTime(payment.paidAt)],
    ['Refunded', payment.refundedAmount > 0 && money(payment.refundedAmount)],
    ['Text', payment.content && h('span', { class: 'mono' }, payment.content)],
  ];
  return h('dl', { class: 'facts' }, rows.filter(([, value]) => value)
    .map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))));
}
