// How things are written.

const NUMBER = new Intl.NumberFormat('ru-RU', { maximumFractionDigits: 2 });
const MONEY = new Intl.NumberFormat('ru-RU', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const STATUSES = {
  INIT: ['Waiting', 'wait'],
  PAID: ['Paid', 'good'],
  CANCELLED: ['Cancelled', 'off'],
  EXPIRED: ['Expired', 'late'],
  PARTIALLY_REFUNDED: ['Partly refunded', 'back'],
  REFUNDED: ['Refunded', 'back'],
  QrTokenCreated: ['To be scanned', 'wait'],
  Wait: ['To be confirmed', 'wait'],
  RemotePaymentCreated: ['To be confirmed', 'wait'],
  Processed: ['Paid', 'good'],
  Error: ['Not paid', 'off'],
  RemotePaymentCanceled: ['Cancelled', 'off'],
};

export function money(amount) {
  return `${(Number.isInteger(amount) ? NUMBER : MONEY).format(amount)}\u00a0₸`;
}

/** The words and the colour for a status; one that nobody knows is shown as it is. */
export function status(value) {
  const [text, tone] = STATUSES[value] ?? [value, 'other'];
  return { text, tone };
}

export function time(instant) {
  return new Date(instant).toISOString().slice(11, 19);
}

export function dateAndTime(instant) {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}

export function minutesAndSeconds(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}

export function duration(seconds) {
  const parts = [[Math.floor(seconds / 86400), 'd'], [Math.floor(seconds / 3600) % 24, 'h'], [Math.floor(seconds / 60) % 60, 'min']];
  return parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(' ') || `${seconds} s`;
}

export function shortened(signature) {
  return (signature.length > 12) ? `${signature.slice(0, 6)}…${signature.slice(-4)}` : signature;
}

/** Indents JSON without changing a character of its values; other text is left as it is. */
export function pretty(text) {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  let depth = 0;
  const line = () => `\n${'  '.repeat(depth)}`;
  return text.match(/"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g).map((token, index, tokens) => {
    switch (token) {
      case '{': case '[':
        depth += 1;
        return '}]'.includes(tokens[index + 1]) ? token : token + line();
      case '}': case ']':
        depth -= 1;
        return '{['.includes(tokens[index - 1]) ? token : line() + token;
      case ',':
        return token + line();
      case ':':
        return ': ';
      default:
        return token;
    }
  }).join('');
}
