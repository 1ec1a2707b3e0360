// Find in the text, with or without Vietnamese marks; what is found is shown by decorations.
import { Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

export const findKey = new PluginKey("find");
const foldedNodes = new WeakMap();

/** Letter by letter, so that places stay: "Đổi" becomes "doi". */
export function folded(text) {
  return [...text].map((sign) => {
    const bare = sign.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/u, "d").toLowerCase();
    return bare.length === sign.length ? bare : sign.toLowerCase().length === sign.length ? sign.toLowerCase() : sign;
  }).join("");
}

function hits(doc, words) {
  const wanted = folded(words.normalize("NFC")), out = [];
  if (!wanted.trim()) return out;
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    if (!foldedNodes.has(node)) foldedNodes.set(node, folded(node.textContent));
    const text = foldedNodes.get(node);
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      out.push({ from: pos + 1 + at, to: pos + 1 + at + wanted.length });
    }
    return false;
  });
  return out;
}

function shown(doc, { words, at }) {
  const found = hits(doc, words);
  const decorations = found.map(({ from, to }, one) => Decoration.inline(from, to, { class: one === at ? "found now" : "found" }));
  return { words, at: Math.min(at, Math.max(0, found.length - 1)), found, decorations: DecorationSet.create(doc, decorations) };
}

export const find = new Plugin({
  key: findKey,
  state: {
    init: (_, { doc }) => shown(doc, { words: "", at: 0 }),
    apply(tr, value) {
      const asked = tr.getMeta(findKey);
      if (asked) return shown(tr.doc, { ...value, ...asked });
      return tr.docChanged ? shown(tr.doc, value) : value;
    },
  },
  props: { decorations: (state) => findKey.getState(state).decorations },
});

/** Look for words; returns how many there are. */
export function look(view, words) {
  view.dispatch(view.state.tr.setMeta(findKey, { words, at: 0 }));
  return step(view, 0);
}

/** Go to the next one (1), or the one before (-1). */
export function step(view, by) {
  const { found, at } = findKey.getState(view.state);
  if (!found.length) return { count: 0, at: 0 };
  const next = (at + by + found.length) % found.length, { from, to } = found[next];
  const tr = view.state.tr.setMeta(findKey, { at: next });
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, from, to)).scrollIntoView());
  return { count: found.length, at: next + 1 };
}

export function stopLooking(view) {
  view.dispatch(view.state.tr.setMeta(findKey, { words: "", at: 0 }));
}
