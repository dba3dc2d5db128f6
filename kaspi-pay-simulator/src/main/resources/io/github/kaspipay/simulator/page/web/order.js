// One order: what it is, what can be done with it, its QR code and the customer's phone.

import * as api from './api.js';
import { h, showOne } from './dom.js';
import { dateAndTime, money, status } from './format.js';
import { copy } from './page.js';

const KNOWN_STATUSES = ['INIT', 'PAID', 'CANCELLED', 'EXPIRED', 'PARTIALLY_REFUNDED', 'REFUNDED'];

const ACTIONS = {
  INIT: [['pay', 'Pay'], ['decline', 'Decline'], ['expire', 'Let it expire']],
  EXPIRED: [['pay-late', 'Pay late'], ['decline', 'Decline']],
  CANCELLED: [['pay-late', 'Pay late']],
};

const detail = document.getElementById('detail');
const none = document.getElementById('no-selection');

let mounted = null;

export function showOrder(order, { act }) {
  if (!order) {
    detail.replaceChildren(none);
    mounted = null;
    return;
  }
  if (mounted?.orderId !== order.orderId) {
    mounted = mount(order);
    detail.replaceChildren(...mounted.elements);
  }
  showOne(mounted.head, order, head);
  showOne(mounted.actions, order, (each) => actions(each, act));
  showOne(mounted.facts, order, facts);
}

function mount(order) {
  const phone = `/phone?order=${encodeURIComponent(order.orderId)}`;
  const parts = { orderId: order.orderId, head: h('div'), actions: h('div'), facts: h('div') };
  parts.elements = [
    parts.head,
    h('div', { class: 'order-body' },
      h('div', { class: 'order-main' },
        parts.actions,
        h('figure', { class: 'qr' },
          h('img', { src: `/simulator/orders/${encodeURIComponent(order.orderId)}/qr.svg`, alt: 'QR code of the order', width: 208, height: 208 }),
          h('figcaption', { class: 'soft' }, 'As the shop shows it')),
        parts.facts),
      h('div', { class: 'device' },
        h('iframe', { src: phone, title: 'The customer’s phone' }),
        h('a', { href: phone, target: '_blank', rel: 'noopener', class: 'soft' }, 'Open the phone in a tab'))),
  ];
  return parts;
}

function head(order) {
  const { text, tone } = status(order.status);
  return h('div', { class: 'order-head' },
    h('h2', { class: 'sum' }, money(order.amount)),
    h('span', { class: `pill ${tone}` }, text, order.status === 'INIT' && h('span', { 'data-until': order.expiresAt })),
    h('button', { type: 'button', class: 'quiet mono', title: 'Copy the order’s id', onclick: () => copy(order.orderId) }, order.orderId));
}

function actions(order, act) {
  const change = (action, body) => act(() => api.change(order.orderId, action, body));
  const left = Math.round((order.amount - order.refundedAmount) * 100) / 100;
  const refundable = ['PAID', 'PARTIALLY_REFUNDED'].includes(order.status);
  return h('div', { class: 'actions' },
    h('p', { class: 'row' },
      (ACTIONS[order.status] ?? []).map(([action, text], index) => h('button', {
        type: 'button', class: index === 0 && 'primary', 'data-action': action, onclick: () => change(action),
      }, text)),
      refundable && h('button', { type: 'button', class: 'primary', 'data-action': 'refund-all', onclick: () => change('refund') },
        `Refund ${money(left)}`),
      h('button', {
        type: 'button',
        'data-action': 'webhook',
        disabled: !order.callbackUrl,
        title: order.callbackUrl ? 'Send the webhook of this status once more' : 'The order has no callback_url',
        onclick: () => change('webhook'),
      }, 'Send webhook again')),
    refundable && h('form', { class: 'row', onsubmit: (event) => {
      event.preventDefault();
      change('refund', { amount: Number(event.target.elements.amount.value) });
    } },
    h('input', { name: 'amount', type: 'number', min: '0.01', max: left, step: '0.01', required: true, placeholder: 'Part of it, ₸', 'aria-label': 'Amount to refund, in tenge' }),
    h('button', { type: 'submit' }, 'Refund a part')),
    h('form', { class: 'row', onsubmit: (event) => {
      event.preventDefault();
      change('status', { status: event.target.elements.status.value.trim() });
    } },
    h('input', { name: 'status', list: 'statuses', required: true, placeholder: 'Any status', autocomplete: 'off', 'aria-label': 'Status to force' }),
    h('datalist', { id: 'statuses' }, KNOWN_STATUSES.map((value) => h('option', { value }))),
    h('button', { type: 'submit', title: 'Give the order this status, possible or not' }, 'Force status')));
}

function facts(order) {
  const link = (url) => url && h('a', { href: url, target: '_blank', rel: 'noopener' }, url);
  const rows = [
    ['Reference', order.reference],
    ['Description', order.description],
    ['Created', dateAndTime(order.createdAt)],
    ['Expires', dateAndTime(order.expiresAt)],
    ['Paid', order.paidAt && dateAndTime(order.paidAt)],
    ['Refunded', order.refundedAmount > 0 && money(order.refundedAmount)],
    ['Webhooks to', order.callbackUrl ?? h('span', { class: 'soft' }, 'nowhere: no callback_url')],
    ['Returns to', link(order.returnUrl)],
    ['Payment page', link(order.paymentUrl)],
    ['QR text', h('span', { class: 'mono' }, order.qrData)],
  ];
  return h('dl', { class: 'facts' }, rows.filter(([, value]) => value)
    .map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))));
}
