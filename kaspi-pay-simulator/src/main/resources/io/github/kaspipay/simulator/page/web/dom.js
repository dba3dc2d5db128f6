// The few things a page needs to keep itself up to date without a framework.

const shown = new WeakMap();
const FOCUSABLE = 'a, button, input, select, textarea, summary';

/** Makes an element. Children are nodes or text, never HTML; null and false are left out. */
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value != null) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== false && child != null));
  return element;
}

/**
 * Shows items in an element: new ones are added, changed ones replaced, and those that
 * are as before not touched, so that they keep their focus and what was typed into them.
 */
export function showList(parent, items, keyOf, render) {
  const before = shown.get(parent) ?? new Map();
  const after = new Map();
  let focus = null;
  for (const item of items) {
    const key = keyOf(item);
    const json = JSON.stringify(item);
    let entry = before.get(key);
    if (entry?.json !== json) {
      const node = render(item);
      if (entry) {
        node.toggleAttribute('open', entry.node.hasAttribute('open'));
        focus ??= focusWithin(entry.node, node);
      }
      entry = { json, node };
    }
    after.set(key, entry);
  }
  const nodes = [...after.values()].map((entry) => entry.node);
  const staying = new Set(nodes);
  [...parent.children].filter((child) => !staying.has(child)).forEach((child) => child.remove());
  let next = parent.firstElementChild;
  for (const node of nodes) {
    if (node === next) {
      next = next.nextElementSibling;
    } else {
      parent.insertBefore(node, next);
    }
  }
  shown.set(parent, after);
  focus?.focus();
}

/** Shows one item in an element, again only if it has changed. */
export function showOne(parent, item, render) {
  showList(parent, [item], () => '', render);
}

function focusWithin(old, replacement) {
  const index = [old, ...old.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
  return (index < 0) ? null : [replacement, ...replacement.querySelectorAll(FOCUSABLE)][index];
}
