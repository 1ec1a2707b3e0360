// The marks of clauses ("1.", "a)", "Điều 5."), counted as the server counts them (clauses/pieces.py).
// A test hands both halves the same texts and compares.
import { kinds } from "./kinds.js";

const POINTS = "abcdđeghiklmnopqrstuvxy";
const WORDS = ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"];
const ROMAN = [[100, "c"], [90, "xc"], [50, "l"], [40, "xl"], [10, "x"], [9, "ix"], [5, "v"], [4, "iv"], [1, "i"]];
const VALUES = { c: 100, l: 50, x: 10, v: 5, i: 1 };
const ROMAN_LETTERS = /^(?:[IVXLC]+|[ivx]{2,5}|[ivx])$/;
const PARTS = new RegExp(
  `^((?:\\p{L}+ )*\\(?(?:\\d+\\.)*)(${WORDS.map(anyCase).join("|")}|\\d+|[IVXLC]+|[ivx]{2,5}|\\p{L})([^\\p{L}\\d_]*)$`, "u");

function anyCase(word) {
  return [...word].map((sign) => `[${sign}${sign.toUpperCase()}]`).join("");
}

function roman(text) {
  const values = [...text.toLowerCase()].map((sign) => VALUES[sign]);
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] || 0) ? -value : value), 0);
}

function inRoman(number) {
  return ROMAN.reduce(([out, left], [value, sign]) => [out + sign.repeat(Math.floor(left / value)), left % value], ["", number])[0];
}

/** The number in a mark and how it is written; null where the mark counts nothing. */
export function numberOf(mark) {
  const found = PARTS.exec(mark || "");
  if (!found) return null;
  const [, before, written, after] = found, small = written.toLowerCase();
  const about = { before, after, capital: written !== small, width: 0 };
  if (WORDS.includes(small)) return { ...about, style: "word", value: WORDS.indexOf(small) + 1 };
  if (/^\d+$/.test(written)) return { ...about, style: "figure", value: Number(written), width: written.startsWith("0") ? written.length : 0 };
  const isLetter = written.length === 1 && POINTS.includes(small) && !"IVX".includes(written)
    && !("ivx".includes(written) && mark.startsWith("("));
  if (isLetter) return { ...about, style: "letter", value: POINTS.indexOf(small) + 1 };
  return ROMAN_LETTERS.test(written) ? { ...about, style: "roman", value: roman(written) } : null;
}

function written(number, value) {
  const { style, before, after, capital, width } = number;
  const small = style === "figure" ? String(value).padStart(width, "0")
    : style === "letter" ? POINTS[(value - 1) % POINTS.length]
      : style === "word" ? WORDS[value - 1] ?? String(value)
        : inRoman(value);
  return before + (capital ? small.toUpperCase() : small) + after;
}

export function nextMark(mark) {
  const number = numberOf(mark);
  return number ? written(number, number.value + 1) : mark;
}

/** Whether the next sister's mark follows from this one: "5a." and "Phụ lục" say nothing about it. */
function counts(mark) {
  return numberOf(mark) !== null || !/^[\p{L}\p{N}]/u.test(mark);
}

function firstMark(kind, parentMark, seed) {
  const stem = kind === "subclause" && /^[\d.]*\d/.exec(parentMark || "");
  return stem ? `${stem[0]}.1${numberOf(seed)?.after ?? "."}` : seed || kinds[kind].first;
}

/** Gives the mark of each clause handed over in reading order. */
export function counting() {
  const path = [{ mark: null, last: {} }], through = { last: {} };
  return ({ kind, depth, seed, fixed }) => {
    path.length = Math.min(path.length, depth + 1);
    const parent = path.at(-1), run = kinds[kind].counts_through ? through : parent, before = run.last[kind];
    const ruled = kinds[kind].first === null ? null : before === undefined ? firstMark(kind, parent.mark, seed) : nextMark(before);
    const mark = fixed ? seed : ruled;
    if (mark && counts(mark)) run.last[kind] = mark;
    path.push({ mark, last: {} });
    return mark;
  };
}

/** The marks of all clauses of a document, by identity. */
export function marksOf(doc) {
  const marks = new Map(), next = counting();
  doc.forEach((node) => {
    if (node.type.name === "more") return;
    const mark = next({ kind: "table", ...node.attrs });
    if (mark) marks.set(node.attrs.wid, mark);
  });
  return marks;
}
