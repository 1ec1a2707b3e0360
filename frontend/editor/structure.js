// What holds after every change, whatever made it: marks shown, one identity each, levels that are possible.
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { standsBelow } from "./kinds.js";
import { marksOf } from "./marks.js";
import { newWid, schema } from "./schema.js";

const { nodes: n } = schema;
export const marksKey = new PluginKey("marks");

/** Whether blocks came, went or changed more than their words. */
export function reshaped(before, after) {
  if (before === after) return false;
  if (before.childCount !== after.childCount) return true;
  for (let at = 0; at < after.childCount; at++) {
    const a = before.child(at), b = after.child(at);
    if (a !== b && (a.type !== b.type || a.attrs !== b.attrs || (a.type === n.table && rowsDiffer(a, b)))) return true;
  }
  return false;
}

function rowsDiffer(a, b) {
  if (a.childCount !== b.childCount) return true;
  for (let at = 0; at < a.childCount; at++) if (a.child(at).attrs !== b.child(at).attrs) return true;
  return false;
}

// Marks are shown, not stored in the blocks: a word that is just being composed stays as it is when a clause
// above it is put in.
export const marks = new Plugin({
  key: marksKey,
  state: {
    init: (_, { doc }) => shown(doc),
    apply(tr, value, before, after) {
      if (!tr.docChanged) return value;
      if (reshaped(before.doc, after.doc)) return shown(after.doc);
      return { marks: value.marks, decorations: value.decorations.map(tr.mapping, tr.doc) };
    },
  },
  props: { decorations: (state) => marksKey.getState(state).decorations },
});

/** How the print has it: a heading that goes on below is text, the columns of a table share the width by their words. */
export const looks = (widths) => new Plugin({
  state: { init: (_, { doc }) => looking(doc, widths), apply: (tr, value) => (tr.docChanged ? looking(tr.doc, widths) : value) },
  props: { decorations(state) { return this.getState(state); } },
});

const isResolved = (text) => text === text.toUpperCase() && /QUYẾT (NGHỊ|ĐỊNH)\s*:?\s*$/.test(text);

function looking(doc, widths) {
  const found = [];
  doc.forEach((node, pos) => {
    if (node.attrs.head && /[:;.,]\s*$/.test(node.textContent) && !isResolved(node.textContent)) found.push(Decoration.node(pos, pos + node.nodeSize, { class: "leads-in" }));
    const shares = widths[node.attrs.wid];
    if (node.type !== n.table || shares?.length !== node.firstChild.childCount) return;
    node.firstChild.forEach((cell, at, index) => {
      const from = pos + 2 + at;
      found.push(Decoration.node(from, from + cell.nodeSize, { style: `width: ${shares[index]}%` }));
    });
  });
  return DecorationSet.create(doc, found);
}

function shown(doc) {
  const marks = marksOf(doc), decorations = [];
  doc.forEach((node, pos) => {
    const mark = marks.get(node.attrs.wid);
    if (mark) decorations.push(Decoration.node(pos, pos + node.nodeSize, { "data-mark": mark }));
  });
  return { marks, decorations: DecorationSet.create(doc, decorations) };
}

export const holds = new Plugin({
  appendTransaction(transactions, before, after) {
    if (!transactions.some((tr) => tr.docChanged) || !reshaped(before.doc, after.doc)) return null;
    const tr = after.tr;
    giveIdentities(after.doc, tr);
    setLevels(after.doc, tr);
    return tr.docChanged ? tr : null;
  },
});

function giveIdentities(doc, tr) {
  const seen = new Set();
  const one = (node, pos) => {
    if (node.attrs.role === "head") return;
    let { wid } = node.attrs;
    if (!wid || seen.has(wid)) tr.setNodeAttribute(pos, "wid", (wid = newWid()));
    seen.add(wid);
  };
  doc.forEach((node, pos) => {
    if (node.type === n.more) return;
    one(node, pos);
    if (node.type === n.table) node.forEach((row, at) => one(row, pos + 1 + at));
  });
}

/** A clause stands at most one level below the one before, and below none that may not hold it. */
function setLevels(doc, tr) {
  const path = [];
  doc.forEach((node, pos) => {
    if (node.type === n.more) return;
    const kind = node.attrs.kind || "table", wanted = kind === "appendix" ? 0 : node.attrs.depth;
    path.length = Math.min(path.length, wanted);
    while (path.length && !standsBelow(kind, path.at(-1))) path.pop();
    if (path.length !== node.attrs.depth) tr.setNodeAttribute(pos, "depth", path.length);
    path.push(kind);
  });
}
