// One printed paragraph is one block, and nesting is an attribute: no key press takes a wrapper apart.
import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";
import { kinds } from "./kinds.js";

const WID = /^c[a-z2-7]{10}$/;
const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
const attr = (fallback, validate) => ({ default: fallback, validate });

export function newWid() {
  return "c" + Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => LETTERS[byte & 31]).join("");
}

function isKind(value) {
  if (!(value in kinds)) throw new RangeError(`unknown kind ${value}`);
}
function isWid(value) {
  if (value !== null && !WID.test(value)) throw new RangeError("bad identity");
}
function isRole(value) {
  if (!["head", "group", "row"].includes(value)) throw new RangeError("unknown role");
}

// Pasted HTML may claim anything.
const widIn = (dom) => (WID.test(dom.dataset.wid) ? dom.dataset.wid : null);
const depthIn = (dom) => Math.min(24, Math.max(0, parseInt(dom.dataset.depth, 10) || 0));

const cells = tableNodes({ tableGroup: "block", cellContent: "line+", cellAttributes: {} });

export const schema = new Schema({
  nodes: {
    doc: { content: "(clause | table) (clause | more | table)*" },
    clause: {
      content: "text*", marks: "", group: "block", defining: true,
      attrs: {
        wid: attr(null, isWid), kind: attr("paragraph", isKind), depth: attr(0, "number"),
        seed: attr(null, "string|null"), fixed: attr(false, "boolean"), head: attr(false, "boolean"),
      },
      parseDOM: ["p", "h2", "h3", "h4", "h5", "h6"].map((tag) => ({
        tag,
        getAttrs: (dom) => ({
          wid: widIn(dom), kind: dom.dataset.kind in kinds && dom.dataset.kind !== "table" ? dom.dataset.kind : "paragraph",
          depth: depthIn(dom), seed: dom.dataset.seed || null, fixed: dom.dataset.fixed === "1", head: tag !== "p",
        }),
      })),
      toDOM: ({ attrs: a }) => [a.head ? `h${2 + Math.min(a.depth, 4)}` : "p", {
        "data-wid": a.wid, "data-kind": a.kind, "data-depth": a.depth, "data-seed": a.seed, "data-fixed": a.fixed ? "1" : null,
      }, 0],
    },
    // A further line of the clause above: text under a heading, a line break inside a text.
    more: {
      content: "text*", marks: "", group: "block",
      parseDOM: [{ tag: "p[data-more]", priority: 60 }], toDOM: () => ["p", { "data-more": "" }, 0],
    },
    table: {
      ...cells.table, content: "table_row+",
      attrs: { wid: attr(null, isWid), depth: attr(0, "number"), data: attr("{}", "string") },
      parseDOM: [{ tag: "table", getAttrs: (dom) => ({ wid: widIn(dom), depth: depthIn(dom), data: "{}" }) }],
      toDOM: ({ attrs: a }) => ["table", { "data-wid": a.wid, "data-depth": a.depth }, ["tbody", 0]],
    },
    table_row: {
      ...cells.table_row,
      attrs: { wid: attr(null, isWid), role: attr("row", isRole) },
      parseDOM: [{
        tag: "tr",
        getAttrs: (dom) => ({ wid: widIn(dom), role: ["head", "group"].includes(dom.dataset.role) ? dom.dataset.role : "row" }),
      }],
      toDOM: ({ attrs: a }) => ["tr", { "data-wid": a.wid, "data-role": a.role }, 0],
    },
    table_cell: cells.table_cell,
    table_header: cells.table_header,
    line: { content: "text*", marks: "", parseDOM: [{ tag: "td p, th p", priority: 70 }], toDOM: () => ["p", 0] },
    text: { group: "inline" },
  },
});

const { nodes: n } = schema;
const words = (text) => (text ? schema.text(text) : null);
const cell = (type, text, attrs) => type.create(attrs, String(text ?? "").split("\n").map((line) => n.line.create(null, words(line))));
const linesIn = (node) => node.content.content.map((line) => line.textContent).join("\n");
const cellsOf = (row) => row.content.content.map(linesIn);

/** Flat pieces in reading order: what the autosave compares and sends. */
export function piecesOf(doc) {
  const pieces = [];
  doc.forEach((node) => {
    if (node.type === n.more) pieces.at(-1).lines.push(node.textContent);
    else if (node.type === n.clause) pieces.push({ ...node.attrs, lines: [node.textContent] });
    else pieces.push(...piecesOfTable(node));
  });
  return pieces;
}

function piecesOfTable(table) {
  const { wid, depth, data } = table.attrs, { lead, ...said } = JSON.parse(data);
  const pieces = [{ wid, kind: "table", depth, data: said, columns: cellsOf(table.firstChild) }];
  if (lead) pieces.push({ wid: lead, kind: "group", in: wid, cells: ["", ""] });
  table.forEach((row, _, at) => {
    if (!at) return;
    const { wid: own, role } = row.attrs;
    const texts = cellsOf(row);
    pieces.push(role === "group" ? { wid: own, kind: "group", in: wid, cells: titleOf(texts[0]) } : { wid: own, kind: "row", in: wid, cells: texts });
  });
  return pieces;
}

/** The title over a group of rows is one cell: its mark, a tab, its words. */
function titleOf(text) {
  const at = text.indexOf("\t");
  return at < 0 ? ["", text] : [text.slice(0, at), text.slice(at + 1)];
}

/** The document that pieces make. */
export function fromPieces(pieces) {
  const blocks = [], tables = new Map();
  for (const piece of pieces) {
    if (piece.lines) blocks.push(...ofClause(piece));
    else if (piece.kind === "table") {
      const table = { piece, lead: null, rows: [row("head", null, piece.columns.map((name) => cell(n.table_header, name)))] };
      tables.set(piece.wid, table);
      blocks.push(table);
    } else addRow(tables.get(piece.in), piece);
  }
  const made = blocks.map((block) => (block.rows ? ofTable(block) : block));
  return n.doc.create(null, made.length ? made : [n.clause.create({ wid: newWid() })]);
}

function ofClause({ lines, wid, kind, depth, seed, fixed, head }) {
  const more = lines.slice(1).map((line) => n.more.create(null, words(line)));
  return [n.clause.create({ wid, kind, depth, seed, fixed, head }, words(lines[0])), ...more];
}

const row = (role, wid, content) => n.table_row.create({ role, wid }, content);

function addRow(table, { wid, kind, cells: texts }) {
  if (!table) return;
  const width = table.piece.columns.length;
  if (kind === "row") table.rows.push(row("row", wid, texts.map((text) => cell(n.table_cell, text))));
  // Rows without a title over them: no empty line for it.
  else if (!texts[0] && !texts[1] && table.rows.length === 1 && !table.lead) table.lead = wid;
  else table.rows.push(row("group", wid, [cell(n.table_header, texts[0] ? texts.join("\t") : texts[1], { colspan: width })]));
}

function ofTable({ piece: { wid, depth, data }, lead, rows }) {
  return n.table.create({ wid, depth, data: JSON.stringify({ ...data, lead }) }, rows);
}
