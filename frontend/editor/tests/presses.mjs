// Plays keys on a document without a browser. Reads {kinds, pieces, presses | random} and writes what came of it.
import { history } from "prosemirror-history";
import { EditorState, TextSelection } from "prosemirror-state";
import { undo } from "prosemirror-history";
import { asKind, clauseAfter, keys, remove, tableAfter } from "../keys.js";
import { know } from "../kinds.js";
import { baseOf, changesBetween, clashing, merged } from "../save.js";
import { fromPieces, piecesOf, schema } from "../schema.js";
import { holds, marks, marksKey } from "../structure.js";

let given = "";
for await (const part of process.stdin) given += part;
const { kinds, pieces, presses, random, merge } = JSON.parse(given);
know(kinds);

let state = EditorState.create({ doc: fromPieces(pieces), schema, plugins: [history({ newGroupDelay: 0 }), marks, holds] });
const view = { get state() { return state; }, endOfTextblock: () => true, composing: false };
const dispatch = (tr) => { state = state.apply(tr); };
const press = (command) => command(state, dispatch, view);

/** Put the cursor at a letter of the nth block. */
function at(block, offset) {
  let pos = 1;
  for (let n = 0; n < block; n++) pos += state.doc.child(n).nodeSize;
  const size = state.doc.child(block).content.size;
  dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(pos + Math.min(offset < 0 ? size : offset, size)))));
}

function play([name, ...about]) {
  if (name === "at") at(...about);
  else if (name === "type") dispatch(state.tr.insertText(about[0]));
  else if (name === "kind") press(asKind(about[0]));
  else if (name === "after") press(clauseAfter);
  else if (name === "remove") press(remove);
  else if (name === "table") press(tableAfter(about[0]));
  else press(keys[name]);
}

function randomPress(next) {
  const names = ["Enter", "Enter", "Tab", "Shift-Tab", "Backspace", "Delete", "Shift-Enter", "Alt-ArrowUp", "Alt-ArrowDown", "Mod-z", "Mod-y"];
  const choice = Math.floor(next() * (names.length + 5));
  if (choice < names.length) return [names[choice]];
  const offset = Math.floor(next() * 12) - 1;
  return [["at", Math.floor(next() * state.doc.childCount), offset], ["type", "lời "], ["after"], ["remove"],
    ["kind", Object.keys(kinds).filter((kind) => kind !== "table")[Math.floor(next() * 12)]]][choice - names.length];
}

/** The same numbers on every machine. */
function numbers(seed) {
  let now = seed;
  return () => {
    now = (Math.imul(now, 1664525) + 1013904223) >>> 0;
    return now / 2 ** 32;
  };
}

function faults() {
  const found = [], seen = new Set();
  try {
    state.doc.check();
  } catch (error) {
    found.push(String(error));
  }
  for (const { wid } of piecesOf(state.doc)) {
    if (!wid || seen.has(wid)) found.push(`identity ${wid}`);
    seen.add(wid);
  }
  return found;
}

const out = {};
if (merge) {
  const base = baseOf({ base: merge.sent, sent: merge.flown }, merge.theirs);
  out.merged = merged(merge.theirs, merge.mine, base);
  out.clash = clashing(base, merge.mine, merge.theirs);
}
else if (presses) presses.forEach(play);
else {
  const next = numbers(random.seed), found = [];
  const start = state.doc;
  for (let n = 0; n < random.count; n++) {
    const one = randomPress(next);
    play(one);
    for (const fault of faults()) found.push(`${n} ${one}: ${fault}`);
  }
  out.end = piecesOf(state.doc);
  while (undo(state, dispatch)) { /* back to the beginning */ }
  out.undone = JSON.stringify(piecesOf(state.doc)) === JSON.stringify(piecesOf(start));
  out.faults = found;
}
const shown = out.end ? EditorState.create({ doc: fromPieces(out.end), schema, plugins: [marks] }) : state;
out.pieces = piecesOf(shown.doc);
out.marks = Object.fromEntries(marksKey.getState(shown).marks);
out.changes = changesBetween(new Map(piecesOf(fromPieces(pieces)).map((piece) => [piece.wid, piece])), out.pieces);
console.log(JSON.stringify(out));
