// What the keys do: Enter, Tab, Backspace, Delete, Alt with an arrow. Every one is also a button.
import { chainCommands, deleteSelection, selectNodeBackward, splitBlock } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { NodeSelection, TextSelection } from "prosemirror-state";
import { addRowAfter, goToNextCell, isInTable } from "prosemirror-tables";
import { kinds, standsBelow } from "./kinds.js";
import { newWid, schema } from "./schema.js";

const { nodes: n } = schema;

/** The clause the cursor stands in: its place among the blocks, and the block itself. */
export function here(state) {
  const { $from } = state.selection;
  if ($from.depth !== 1) return null;
  let at = $from.index(0), pos = $from.before(1);
  while (at && state.doc.child(at).type === n.more) pos -= state.doc.child(--at).nodeSize;
  const node = state.doc.child(at);
  return node.type === n.clause ? { at, pos, node, $from, block: $from.parent } : null;
}

function blocksOf(doc) {
  const out = [];
  doc.forEach((node, pos, at) => out.push({ node, pos, at }));
  return out;
}

/** The clauses and tables below a clause, in order. */
export function below(doc, at) {
  const { depth } = doc.child(at).attrs, rest = blocksOf(doc).slice(at + 1);
  const end = rest.findIndex(({ node }) => node.type !== n.more && node.attrs.depth <= depth);
  return (end < 0 ? rest : rest.slice(0, end)).filter(({ node }) => node.type !== n.more);
}

function earlier(doc, at) {
  return blocksOf(doc).slice(0, at).reverse();
}

export function fresh(kind, depth, more = {}) {
  return { wid: newWid(), kind, depth, seed: null, fixed: false, head: false, ...more };
}

/** What the clause after this one is like; after a heading it stands one level lower. */
function nextAfter(state, { at, node: { attrs }, $from, block }) {
  const child = below(state.doc, at)[0], atEnd = $from.parentOffset === block.content.size;
  if (atEnd && child?.node.type === n.clause) {
    return fresh(child.node.attrs.kind, attrs.depth + 1, { seed: child.node.attrs.seed });
  }
  if (atEnd && attrs.head) return fresh(kinds[attrs.kind].below, attrs.depth + 1);
  return alike(attrs);
}

function alike({ kind, depth, seed, fixed }) {
  return fresh(kind, depth, { seed: fixed ? null : seed, fixed: fixed && seed === null });
}

function enter(state, dispatch) {
  const spot = here(state);
  if (!spot) return false;
  const { node: { attrs }, $from, block } = spot, isFirst = block === spot.node;
  if (state.selection.empty && !block.content.size && isFirst && attrs.kind !== "paragraph") return lift(state, dispatch);
  if (!dispatch) return true;
  const next = nextAfter(state, spot), tr = state.tr.deleteSelection();
  if (state.selection.empty && $from.parentOffset === 0 && block.content.size && isFirst) {
    // At the very start: an empty clause above, the words keep their identity.
    tr.insert(spot.pos, n.clause.create(alike(attrs)));
    tr.setSelection(TextSelection.near(tr.doc.resolve(spot.pos + 1)));
  } else tr.split(tr.selection.from, 1, [{ type: n.clause, attrs: next }]);
  dispatch(tr.scrollIntoView());
  return true;
}

function line(state, dispatch) {
  if (!here(state)) return false;
  const tr = state.tr.deleteSelection();
  dispatch?.(tr.split(tr.selection.from, 1, [{ type: n.more }]).scrollIntoView());
  return true;
}

/** The clauses the selection touches, outermost only: what Tab moves. */
function chosen(state) {
  const { from, to } = state.selection, spot = here(state), out = [];
  for (const one of blocksOf(state.doc)) {
    const { node, pos, at } = one;
    const touches = at === spot?.at || (pos + node.nodeSize > from && (pos < to || pos === from));
    if (node.type === n.more || !touches) continue;
    if (!out.length || node.attrs.depth <= out[0].node.attrs.depth) out.push(one);
  }
  return out.filter(({ node }) => node.type === n.clause);
}

/** Give a clause another level and kind; what stands below it goes along and keeps its kind where that fits. */
function shift(tr, at, by, kind, seed = null) {
  const { node, pos } = blocksOf(tr.doc)[at], under = below(tr.doc, at), path = [kind];
  tr.setNodeMarkup(pos, null, { ...node.attrs, depth: node.attrs.depth + by, kind, seed, fixed: false });
  for (const { node: child, pos: childPos } of under) {
    const { attrs } = child, depth = attrs.depth + by;
    if (child.type === n.table) {
      tr.setNodeAttribute(childPos, "depth", depth);
      continue;
    }
    path.length = Math.max(1, attrs.depth - node.attrs.depth);
    const over = path.at(-1), fits = standsBelow(attrs.kind, over);
    path.push(fits ? attrs.kind : kinds[over].below);
    tr.setNodeMarkup(childPos, null, { ...attrs, depth, ...(fits ? {} : { kind: path.at(-1), seed: null, fixed: false }) });
  }
}

/** Tab: one level lower, below the sister before. Escape, then Tab leaves the editor. */
export function sink(state, dispatch) {
  const all = chosen(state);
  if (!all.length) return false;
  const tr = state.tr;
  for (const { at } of all) sinkOne(tr, at);
  if (tr.docChanged) dispatch?.(tr.scrollIntoView());
  return true;
}

function sinkOne(tr, at) {
  const { attrs } = tr.doc.child(at);
  const sister = earlier(tr.doc, at).find(({ node }) => node.type === n.clause && node.attrs.depth <= attrs.depth);
  if (!sister || sister.node.attrs.depth < attrs.depth || kinds[sister.node.attrs.kind].is_leaf || attrs.kind === "appendix") return;
  const there = below(tr.doc, sister.at).filter(({ node }) => node.type === n.clause && node.attrs.depth === attrs.depth + 1);
  const last = there.at(-1)?.node.attrs;
  const like = last && !kinds[last.kind].is_leaf ? last.kind : kinds[sister.node.attrs.kind].below;
  const kind = attrs.kind === "paragraph" ? "paragraph" : like;
  shift(tr, at, 1, kind, last?.kind === kind ? last.seed : null);
}

/** Shift and Tab: one level higher, beside the clause it stood below; on the highest level the number goes. */
export function lift(state, dispatch) {
  const all = chosen(state);
  if (!all.length) return false;
  const tr = state.tr;
  for (const { at } of all.reverse()) {
    const { attrs, content } = tr.doc.child(at);
    const over = earlier(tr.doc, at).find(({ node }) => node.type === n.clause && node.attrs.depth < attrs.depth)?.node.attrs;
    if (over) shift(tr, at, -1, over.kind === "appendix" || attrs.kind === "paragraph" ? "paragraph" : over.kind, over.fixed ? null : over.seed);
    else if (!content.size) asKind("paragraph")(state, (one) => one.steps.forEach((step) => tr.step(step)));
  }
  if (tr.docChanged) dispatch?.(tr.scrollIntoView());
  return true;
}

/** Make the clause at the cursor one of another kind, on its level; the count begins as its sisters' does. */
export function asKind(kind) {
  return (state, dispatch) => {
    const spot = here(state);
    if (!spot) return false;
    const { attrs } = spot.node;
    const sister = blocksOf(state.doc).find(({ node, at }) => at !== spot.at && node.attrs.kind === kind && node.attrs.depth === attrs.depth && !node.attrs.fixed);
    const head = Boolean(kinds[kind].is_titled) && (attrs.head || !kinds[attrs.kind].is_titled);
    const look = { kind, seed: sister?.node.attrs.seed ?? null, fixed: false, head: kinds[kind].is_titled ? head : attrs.head && !kinds[kind].is_leaf };
    dispatch?.(state.tr.setNodeMarkup(spot.pos, null, { ...attrs, ...look }).scrollIntoView());
    return true;
  };
}

/** Write a mark by hand ("5a."), or let it be counted again where nothing is written. */
export function withMark(mark) {
  return (state, dispatch) => {
    const spot = here(state);
    if (!spot) return false;
    const own = mark === null ? { fixed: false } : { seed: mark || null, fixed: true };
    dispatch?.(state.tr.setNodeMarkup(spot.pos, null, { ...spot.node.attrs, ...own }));
    return true;
  };
}

/** The clause's first line as its heading, or as text. */
export function toggleHead(state, dispatch) {
  const spot = here(state);
  if (!spot || kinds[spot.node.attrs.kind].is_leaf) return false;
  dispatch?.(state.tr.setNodeAttribute(spot.pos, "head", !spot.node.attrs.head));
  return true;
}

// Backspace: first the number goes, then the line joins the one above. The older identity stays, unless its
// line is empty.
function backspace(state, dispatch, view) {
  const { $from, empty } = state.selection;
  if (!empty || $from.depth !== 1 || $from.parentOffset || (view && !view.endOfTextblock("backward", state))) return false;
  const at = $from.index(0), node = $from.parent, pos = $from.before(1);
  if (node.type === n.clause && node.attrs.kind !== "paragraph") {
    const { depth } = node.attrs;
    const sister = earlier(state.doc, at).find((one) => one.node.type !== n.more && one.node.attrs.depth <= depth)?.node;
    const inside = sister?.type === n.clause && sister.attrs.depth === depth && !kinds[sister.attrs.kind].is_leaf;
    const plain = { kind: "paragraph", depth: depth + (inside ? 1 : 0), seed: null, fixed: false, head: false };
    dispatch?.(state.tr.setNodeMarkup(pos, null, { ...node.attrs, ...plain }));
    return true;
  }
  return !at || joined(state, dispatch, state.doc.child(at - 1), node, pos);
}

function del(state, dispatch, view) {
  const { $from, empty } = state.selection;
  if (!empty || $from.depth !== 1 || $from.parentOffset < $from.parent.content.size) return false;
  if (view && !view.endOfTextblock("forward", state)) return false;
  const at = $from.index(0);
  return at + 1 >= state.doc.childCount || joined(state, dispatch, $from.parent, state.doc.child(at + 1), $from.after(1));
}

function joined(state, dispatch, upper, lower, pos) {
  if (upper.type === n.table || lower.type === n.table) {
    // A table is chosen first, never melted into a clause.
    const table = upper.type === n.table ? pos - upper.nodeSize : pos;
    dispatch?.(state.tr.setSelection(NodeSelection.create(state.doc, table)));
  } else if (!upper.content.size && lower.type === n.clause) dispatch?.(state.tr.delete(pos - upper.nodeSize, pos).scrollIntoView());
  else dispatch?.(state.tr.join(pos).scrollIntoView());
  return true;
}

/** Alt and an arrow: a clause with everything below it changes places with its sister. */
export function move(up) {
  return (state, dispatch) => {
    const spot = here(state);
    if (!spot) return false;
    const all = blocksOf(state.doc), { depth } = spot.node.attrs;
    const deeper = (at, than) => all[at].node.type === n.more || all[at].node.attrs.depth > than;
    const endOf = (at) => {
      let end = at + 1;
      while (end < all.length && deeper(end, all[at].node.attrs.depth)) end++;
      return end;
    };
    const to = endOf(spot.at);
    let sister = up ? spot.at - 1 : to;
    while (up && sister >= 0 && deeper(sister, depth)) sister--;
    if (!all[sister] || all[sister].node.attrs.depth !== depth) return true;
    const [first, middle, last] = up ? [sister, spot.at, to] : [spot.at, to, endOf(sister)];
    const start = all[first].pos, cut = all[middle].pos, end = all[last]?.pos ?? state.doc.content.size;
    const tr = state.tr.replaceWith(start, end, state.doc.slice(cut, end).content.append(state.doc.slice(start, cut).content));
    tr.setSelection(TextSelection.create(tr.doc, state.selection.from + (up ? start - cut : end - cut)));
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

/** A new clause after the one at the cursor and everything below it. */
export function clauseAfter(state, dispatch) {
  const spot = here(state), all = blocksOf(state.doc);
  if (!spot) return false;
  const end = all.find(({ node, at }) => at > spot.at && node.type !== n.more && node.attrs.depth <= spot.node.attrs.depth)?.pos
    ?? state.doc.content.size;
  const tr = state.tr.insert(end, n.clause.create(alike(spot.node.attrs)));
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, end + 1)).scrollIntoView());
  return true;
}

/** A table of two columns and two rows behind the clause at the cursor. */
export function tableAfter(columns) {
  return (state, dispatch) => {
    const spot = here(state);
    if (!spot) return false;
    const cells = (type, texts) => texts.map((text) => type.create(null, n.line.create(null, text ? schema.text(text) : null)));
    const rows = [n.table_row.create({ role: "head" }, cells(n.table_header, columns)),
      n.table_row.create({ wid: newWid() }, cells(n.table_cell, columns.map(() => "")))];
    const data = JSON.stringify({ roles: [], marker: null, heading: null, text: "", lead: newWid() });
    const depth = spot.node.attrs.depth + (kinds[spot.node.attrs.kind].is_leaf ? 0 : 1);
    const table = n.table.create({ wid: newWid(), depth, data }, rows), { $from } = state.selection;
    const tr = state.tr.insert($from.after(1), table);
    // The names of the columns stand there already; one goes on with the first row.
    const first = $from.after(1) + 1 + rows[0].nodeSize;
    dispatch?.(tr.setSelection(TextSelection.near(tr.doc.resolve(first + 2))).scrollIntoView());
    return true;
  };
}

/** Take out the clause at the cursor with everything below it. */
export function remove(state, dispatch) {
  const spot = here(state);
  if (!spot) return false;
  const last = below(state.doc, spot.at).at(-1);
  const all = blocksOf(state.doc);
  let end = last ? last.at : spot.at;
  while (all[end + 1]?.node.type === n.more) end++;
  const to = all[end].pos + all[end].node.nodeSize;
  const tr = spot.pos === 0 && to === state.doc.content.size
    ? state.tr.replaceWith(0, to, n.clause.create(fresh("paragraph", 0)))
    : state.tr.delete(spot.pos, to);
  dispatch?.(tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(spot.pos, tr.doc.content.size)), spot.pos ? -1 : 1)).scrollIntoView());
  return true;
}

const nextCell = (state, dispatch, view) =>
  isInTable(state) && (goToNextCell(1)(state, dispatch) || (addRowAfter(state, dispatch), goToNextCell(1)(view.state, dispatch)));
const lastCell = (state, dispatch) => isInTable(state) && (goToNextCell(-1)(state, dispatch), true);

export const keys = {
  Enter: chainCommands(enter, (state, dispatch) => isInTable(state) && splitBlock(state, dispatch)),
  "Shift-Enter": line,
  Tab: chainCommands(nextCell, sink), "Shift-Tab": chainCommands(lastCell, lift),
  Backspace: chainCommands(deleteSelection, backspace, selectNodeBackward),
  "Mod-Backspace": chainCommands(deleteSelection, backspace),
  Delete: chainCommands(deleteSelection, del),
  "Mod-z": undo, "Mod-y": redo, "Shift-Mod-z": redo,
  "Alt-ArrowUp": move(true), "Alt-ArrowDown": move(false),
};
