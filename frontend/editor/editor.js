// The continuous editor of a draft. The page is readable without it; this replaces the text once it has opened
// without a fault.
import { baseKeymap } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { EditorState, NodeSelection } from "prosemirror-state";
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, isInTable, tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { Bar } from "./bar.js";
import { comments, Margin } from "./comments.js";
import { find } from "./find.js";
import { asKind, clauseAfter, here, keys, lift, move, remove, sink, tableAfter, toggleHead, withMark } from "./keys.js";
import { know } from "./kinds.js";
import { paste } from "./paste.js";
import { Preview } from "./preview.js";
import { Autosave, baseOf, clashing, putIn } from "./save.js";
import { fromPieces, piecesOf, schema } from "./schema.js";
import { holds, looks, marks, marksKey } from "./structure.js";

const about = JSON.parse(document.getElementById("editor-data").textContent);
know(about.kinds);

const commands = {
  undo, redo, sink, lift, up: move(true), down: move(false), after: clauseAfter, head: toggleHead, remove,
  table: tableAfter(about.words.columns), row: addRowAfter, no_row: deleteRow, column: addColumnAfter, no_column: deleteColumn,
  no_table: deleteTable,
};

const REMOVES = new Set(["remove", "no_row", "no_column", "no_table"]);

const place = document.getElementById("editor-text");
const form = document.getElementById("editor-form");

function open(doc) {
  const leaving = { Escape: (state, dispatch, view) => bar.leave(view) };
  const isFound = { "Mod-f": () => bar.openFind() };
  return EditorState.create({
    doc,
    schema,
    plugins: [
      history(), keymap({ ...keys, ...leaving, ...isFound }), keymap(baseKeymap), tableEditing(), marks, looks(about.widths), holds, find, comments(about.comments),
      paste(recognise, (count, leftOut) => bar.pasted(count, leftOut)),
    ],
  });
}

async function recognise(lines) {
  const data = new FormData(form);
  data.delete("idempotency_key");
  data.set("lines", lines.join("\n"));
  const answer = await fetch(about.urls.read, { method: "POST", body: data, headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer.json();
}

const held = document.createElement("div");
const view = new EditorView({ mount: held }, {
  state: open(fromPieces(about.pieces)),
  attributes: {
    role: "textbox", "aria-multiline": "true", "aria-label": about.words.label, "aria-describedby": "editor-keys",
    lang: "vi", translate: "no", spellcheck: "false", class: "editor-page",
  },
  dispatchTransaction(tr) {
    const before = view.state;
    view.updateState(view.state.apply(tr));
    if (!view.state.doc.eq(before.doc) && !tr.getMeta("remote")) {
      save.changed();
      bar.settled();
      if (before.doc.childCount - view.state.doc.childCount > 1 && !tr.getMeta("history$")) bar.removed();
    }
    bar.follow(view.state);
    if (view.state.doc !== before.doc) requestAnimationFrame(() => margin.align());
  },
});

const bar = new Bar({
  words: about.words, urls: about.urls, view: () => view,
  run: (name) => {
    const command = name.startsWith("kind:") ? asKind(name.slice(5)) : commands[name];
    if (command(view.state, view.dispatch, view) && REMOVES.has(name)) bar.removed();
    view.focus();
  },
  mark: (mark) => withMark(mark)(view.state, view.dispatch),
  standing: () => {
    const spot = here(view.state);
    const given = marksKey.getState(view.state).marks;
    const isTable = isInTable(view.state) || (view.state.selection instanceof NodeSelection && view.state.selection.node.type === schema.nodes.table);
    return { clause: spot?.node.attrs ?? null, mark: spot ? given.get(spot.node.attrs.wid) ?? "" : "", isTable };
  },
  named: (wid) => {
    const spot = piecesOf(view.state.doc).find((piece) => piece.wid === wid);
    return spot ? `${about.kinds[spot.kind]?.name ?? ""} ${marksKey.getState(view.state).marks.get(wid) ?? ""}`.trim() : "";
  },
  again: (takeOver) => save.again(takeOver),
});

const save = new Autosave({
  urls: about.urls, revision: about.revision, pieces: piecesOf(view.state.doc), person: about.person, form, view,
  say: (state, answer) => {
    bar.say(state, answer);
    if (state === "saved") preview.changed(save.revision);
  },
  clash: chooseBetween,
  store: about.keeps_here ? localStorage : null,
});

const margin = new Margin({
  words: about.words, url: about.urls.comments, view: () => view, form, list: about.comments, flush: () => save.arrived(),
});

const preview = new Preview(about.urls, about.words);

function chooseBetween(answer) {
  const mine = new Map(piecesOf(view.state.doc).map((piece) => [piece.wid, piece]));
  save.rebase(answer);
  // Nothing is sent until a person has chosen: the other wording would be overwritten unseen.
  save.hold();
  bar.choose(answer, mine, (wid) => takeTheirs(answer, wid), () => save.again(save.taking));
}

/** Put the wording of the others in the place of one's own. */
function takeTheirs(answer, wid) {
  const theirs = answer.pieces.find((piece) => piece.wid === wid);
  const pieces = piecesOf(view.state.doc).flatMap((piece) => (piece.wid !== wid ? [piece] : theirs ? [theirs] : []));
  const doc = fromPieces(putIn(pieces, answer.pieces, (piece) => piece.wid === wid));
  const start = view.state.doc.content.findDiffStart(doc.content);
  if (start === null) return;
  const { a, b } = view.state.doc.content.findDiffEnd(doc.content), overlap = Math.max(0, start - Math.min(a, b));
  view.dispatch(view.state.tr.replace(start, a + overlap, doc.slice(start, b + overlap)));
}

/** What was written at this machine and never arrived joins what stands now; what was changed in both is chosen. */
function restore() {
  const left = save.left();
  if (!left?.pieces) return;
  const stands = piecesOf(view.state.doc), base = baseOf(left, stands), clash = clashing(base, left.pieces, stands);
  view.updateState(open(fromPieces(left.pieces)));
  save.known = base;
  const answer = { pieces: stands, revision: about.revision, by: about.by, clash };
  if (clash.length) chooseBetween(answer);
  else save.rebase(answer);
  if (!save.unsaved) return save.forget();
  const said = bar.restored(left.at);
  if (clash.length) return;
  save.changed();
  if (about.held) save.stop("held", { says: `${said} ${about.held}` });
}

place.replaceChildren(held);
document.documentElement.classList.add("editing");
bar.say("saved");
restore();
if (about.held && !save.stopped) save.stop("held", { says: about.held });
bar.follow(view.state);
margin.align();
const wid = location.hash.slice(1);
document.querySelector(`[data-wid="${CSS.escape(wid)}"]`)?.scrollIntoView({ block: "center" });
