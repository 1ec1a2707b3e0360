// What is pasted becomes lines; the server's recogniser makes clauses of them, as it does of a file.
import { Fragment, Slice } from "prosemirror-model";
import { Plugin, PluginKey } from "prosemirror-state";
import { isInTable } from "prosemirror-tables";
import { here } from "./keys.js";
import { kinds, standsBelow } from "./kinds.js";
import { fromPieces, schema } from "./schema.js";

const { nodes: n } = schema;
const BLOCKS = "P,DIV,LI,H1,H2,H3,H4,H5,H6,TR,BR";
const UNSEEN = "script,style,head,title,template,del,[data-look*='display:none'],[data-look*='mso-hide:all']";
const MARKED = /^\s*(?:(?:Phần|Chương|Mục|Điều|PHẦN|CHƯƠNG|MỤC|ĐIỀU)\s|[IVX]+[.\-)]|\d{1,3}(?:\.\d+)*[.)]|[a-zđ][.)]|[-–+•])\s*\S/u;

// The one use of Trusted Types of our own: foreign HTML is read in a document that runs and loads nothing.
const reader = globalThis.trustedTypes?.createPolicy("editor-paste", { createHTML: (html) => html }) ?? { createHTML: (html) => html };

/** The visible lines of pasted HTML; a table is one line that the recogniser reads as a table. */
export function linesOfHtml(html) {
  // The page's policy forbids inline styles even in a document nobody sees: they get another name first.
  const quiet = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle=/gi, " data-look="));
  const doc = new DOMParser().parseFromString(reader.createHTML(quiet), "text/html");
  doc.querySelectorAll(UNSEEN).forEach((node) => node.remove());
  const out = [""];
  const fresh = () => out.at(-1) && out.push("");
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) out[out.length - 1] += node.data.replace(/\s+/g, " ");
    else if (node.tagName === "TABLE") {
      fresh();
      out[out.length - 1] = tableLine(node);
      out.push("");
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      const isBlock = node.matches(BLOCKS);
      if (isBlock) fresh();
      if (node.tagName === "LI" && node.parentElement) out[out.length - 1] = itemMark(node);
      node.childNodes.forEach(walk);
      if (isBlock) fresh();
    }
  };
  walk(doc.body);
  return out.map((line) => line.trim().normalize("NFC")).filter(Boolean);
}

function itemMark(item) {
  const list = item.parentElement;
  return list.tagName === "OL" ? `${[...list.children].indexOf(item) + (list.start || 1)}. ` : "- ";
}

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const escaped = (text) => text.replace(/\s+/g, " ").trim().replace(/[&<>]/g, (sign) => SIGNS[sign]);

function tableLine(table) {
  const cell = (one) => `<td colspan="${one.colSpan}" rowspan="${one.rowSpan}">${escaped(one.textContent)}</td>`;
  return `<table>${[...table.rows].map((row) => `<tr>${[...row.cells].map(cell).join("")}</tr>`).join("")}</table>`;
}

const pasteKey = new PluginKey("paste");

/** `recognise(lines)` asks the server; `say(count, leftOut)` tells what became of the lines. */
export function paste(recognise, say) {
  return new Plugin({
    key: pasteKey,
    state: {
      init: () => null,
      apply(tr, spot) {
        const set = tr.getMeta(pasteKey);
        return set !== undefined ? set : spot && spot.map(tr.doc, tr.mapping);
      },
    },
    props: {
      handleDOMEvents: { paste: (view, event) => pasted(view, event, recognise, say) },
      transformPasted: asNew,
      clipboardTextSerializer: (slice) => slice.content.textBetween(0, slice.content.size, "\n"),
    },
  });
}

function pasted(view, event, recognise, say) {
  const html = event.clipboardData?.getData("text/html") || "", text = event.clipboardData?.getData("text/plain") || "";
  if (/data-pm-slice/.test(html) || isInTable(view.state)) return false; // our own clauses, or the words of a cell
  event.preventDefault();
  const lines = html ? linesOfHtml(html) : text.normalize("NFC").split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
  const isOne = lines.length === 1 && !MARKED.test(lines[0]) && !lines[0].startsWith("<table");
  if (isOne) view.dispatch(view.state.tr.insertText(lines[0]).scrollIntoView());
  else if (lines.length) put(view, lines, recognise, say);
  return true;
}

/** Cut and paste keeps the identity of a clause, copy and paste gives a new one. */
function asNew(slice, view) {
  const there = new Set();
  view.state.doc.descendants((node) => {
    if (node.attrs.wid) there.add(node.attrs.wid);
    return node.type !== n.clause;
  });
  const clean = (fragment) => Fragment.fromArray(fragment.content.map((node) => {
    if (node.isText) return node;
    const attrs = there.has(node.attrs.wid) ? { ...node.attrs, wid: null } : node.attrs;
    return node.type.create(attrs, clean(node.content));
  }));
  return new Slice(clean(slice.content), slice.openStart, slice.openEnd);
}

async function put(view, lines, recognise, say) {
  // The place moves with what is typed meanwhile.
  view.dispatch(view.state.tr.setMeta(pasteKey, view.state.selection));
  const answer = await recognise(lines).catch(() => null);
  // Without the server the words still arrive, as plain paragraphs.
  const read = answer?.pieces?.length ? fromPieces(answer.pieces) : plain(lines);
  insert(view, read);
  say(read.childCount, answer?.left_out ?? []);
}

function plain(lines) {
  return n.doc.create(null, lines.map((line) => n.clause.create({}, schema.text(line.replace(/<[^>]+>/g, " ").trim() || " "))));
}

function insert(view, read) {
  const place = pasteKey.getState(view.state) ?? view.state.selection, elsewhere = !place.eq(view.state.selection);
  const state = view.state.apply(view.state.tr.setSelection(place)), spot = here(state);
  const nodes = atLevel(state, spot, read), tr = view.state.tr.setSelection(state.selection).deleteSelection();
  const isEmpty = spot && !spot.block.content.size && spot.block === spot.node;
  const end = spot ? tr.mapping.map(spot.$from.after(1)) : tr.doc.content.size;
  if (isEmpty) tr.replaceWith(spot.pos, end, nodes);
  else tr.insert(end, nodes);
  if (elsewhere) tr.setSelection(view.state.selection.map(tr.doc, tr.mapping)); // whoever types on is left where they are
  else tr.scrollIntoView();
  view.dispatch(tr.setMeta(pasteKey, null));
}

/** Beside its like, or below a clause of a higher kind. */
function atLevel(state, spot, read) {
  const at = spot ? spot.node.attrs : { kind: "paragraph", depth: 0 }, first = read.firstChild.attrs.kind || "table";
  let { depth } = at;
  if (spot && kinds[first].rank > kinds[at.kind].rank && standsBelow(first, at.kind)) depth += 1;
  for (let up = spot?.at ?? -1; up >= 0; up--) {
    const node = state.doc.child(up);
    if (kinds[first].rank >= kinds[node.attrs.kind || "table"].rank) break;
    if (node.type === n.clause && node.attrs.depth < depth) ({ depth } = node.attrs);
  }
  const joins = ({ type, attrs }) => type === n.clause && !attrs.fixed && !attrs.depth && attrs.kind === at.kind;
  return read.content.content.map((node) => (node.type === n.more ? node
    : node.type.create({ ...node.attrs, depth: node.attrs.depth + depth, ...(joins(node) ? { seed: at.seed } : {}) }, node.content)));
}
