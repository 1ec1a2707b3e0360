// Where comments stand in a document: reads {kinds, pieces, comments}, writes the words each is drawn at, and
// what comes of choosing exactly these words.
import { EditorState, TextSelection } from "prosemirror-state";
import { chosenWords, comments, commentsKey } from "../comments.js";
import { know } from "../kinds.js";
import { fromPieces, schema } from "../schema.js";

let given = "";
for await (const part of process.stdin) given += part;
const { kinds, pieces, comments: list } = JSON.parse(given);
know(kinds);

const state = EditorState.create({ doc: fromPieces(pieces), schema, plugins: [comments(list)] });
const drawn = commentsKey.getState(state).decorations;
const told = list.map(({ id }) => {
  const [one] = drawn.find(undefined, undefined, (spec) => spec.id === id);
  if (!one) return null;
  const chosen = state.apply(state.tr.setSelection(TextSelection.create(state.doc, one.from, one.to)));
  return { words: state.doc.textBetween(one.from, one.to, "\n"), chosen: chosenWords(chosen) };
});
process.stdout.write(JSON.stringify(told));
