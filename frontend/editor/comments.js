// Comments in the margin: shown at their words, which they follow while one writes; said, answered, resolved.
import { Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { schema } from "./schema.js";

const { nodes: n } = schema;
export const commentsKey = new PluginKey("comments");

/** The blocks whose lines, joined, are the words of a clause or a row. */
function linesOf(doc, wid) {
  const out = [];
  let inside = false;
  doc.forEach((node, pos) => {
    if (node.type === n.more) {
      if (inside) out.push({ pos: pos + 1, text: node.textContent });
      return;
    }
    inside = node.attrs.wid === wid;
    if (inside && node.type === n.clause) out.push({ pos: pos + 1, text: node.textContent });
    else if (node.type === n.table) {
      node.descendants((inner, at) => {
        if (inner.type === n.table_row) return inner.attrs.wid === wid;
        if (inner.type === n.line) out.push({ pos: pos + at + 2, text: inner.textContent });
        return inner.type !== n.line;
      });
    }
  });
  return out;
}

// The server counts letters, a script counts its own units: one letter in a thousand is two of them.
const letters = (text) => [...text].length;
const units = (text, count) => [...text].slice(0, count).join("").length;

function placeOf(doc, { wid, begins, quote }) {
  const lines = linesOf(doc, wid);
  if (begins === null || !quote || !lines.length) return null;
  const words = lines.map(({ text }) => text).join("\n"), near = units(words, begins);
  let at = words.startsWith(quote, near) ? near : words.indexOf(quote);
  if (at < 0) return null;
  const position = (offset) => {
    for (const { pos, text } of lines) {
      if (offset <= text.length) return pos + offset;
      offset -= text.length + 1;
    }
    return lines.at(-1).pos;
  };
  return { from: position(at), to: position(at + quote.length) };
}

function drawn(doc, list, now) {
  const shown = list.filter(({ resolved }) => !resolved).flatMap((one) => {
    const place = placeOf(doc, one);
    return place ? [Decoration.inline(place.from, place.to, { class: one.id === now ? "commented now" : "commented" }, { id: one.id })] : [];
  });
  return { list, now, decorations: DecorationSet.create(doc, shown) };
}

export const comments = (list) => new Plugin({
  key: commentsKey,
  state: {
    init: (_, { doc }) => drawn(doc, list, null),
    apply(tr, value) {
      const told = tr.getMeta(commentsKey);
      if (told) return drawn(tr.doc, told.list ?? value.list, told.now === undefined ? value.now : told.now);
      return tr.docChanged ? { ...value, decorations: value.decorations.map(tr.mapping, tr.doc) } : value;
    },
  },
  props: {
    decorations: (state) => commentsKey.getState(state).decorations,
    handleClick(view, pos) {
      const [hit] = commentsKey.getState(view.state).decorations.find(pos, pos);
      if (hit) view.dom.dispatchEvent(new CustomEvent("comment-chosen", { detail: hit.spec.id }));
      return false;
    },
  },
});

/** The words chosen, in the clause or row in which the choice begins; without a choice the whole clause. */
export function chosenWords(state) {
  const { $from, from, to } = state.selection, { doc } = state;
  let wid = null;
  for (let depth = $from.depth; depth > 0 && !wid; depth--) {
    const { type, attrs } = $from.node(depth);
    if (type === n.table_row || type === n.clause) wid = attrs.wid;
  }
  for (let at = $from.index(0); !wid && at >= 0; at--) wid = doc.child(at).attrs.wid ?? null;
  const lines = wid ? linesOf(doc, wid) : [];
  if (!lines.length) return null;
  const last = lines.at(-1), ends = Math.min(to, last.pos + last.text.length);
  let begins = 0, quote = "";
  for (const [at, { pos, text }] of lines.entries()) {
    const a = Math.max(0, Math.min(text.length, from - pos)), b = Math.max(0, Math.min(text.length, ends - pos));
    if (pos + text.length < from) begins += letters(text) + 1;
    else if (pos <= ends) {
      if (!quote) begins += letters(text.slice(0, a));
      quote += (quote && at ? "\n" : "") + text.slice(quote ? 0 : a, b);
    }
  }
  const bare = quote.trim();
  return { wid, begins: begins + letters(quote.slice(0, quote.indexOf(bare))), quote: bare };
}

const make = (tag, about = {}, ...inner) => {
  const made = Object.assign(document.createElement(tag), about);
  made.append(...inner);
  return made;
};

/** The cards in the margin. */
export class Margin {
  constructor({ words, url, view, form, flush, list }) {
    Object.assign(this, { words, url, view, form, flush, list, saying: null });
    this.place = document.getElementById("editor-comments");
    this.button = document.getElementById("editor-comment");
    this.button.addEventListener("mousedown", (event) => event.preventDefault());
    this.button.addEventListener("click", () => this.begin());
    view().dom.addEventListener("comment-chosen", ({ detail }) => this.focus(detail));
    addEventListener("resize", () => this.align());
    this.draw();
  }

  begin() {
    const chosen = chosenWords(this.view().state);
    this.saying = chosen;
    this.draw();
    const field = this.place.querySelector("textarea");
    if (field) field.focus();
    else this.complain(this.words.choose_words);
  }

  draw() {
    const open = this.list.filter(({ resolved }) => !resolved), done = this.list.filter(({ resolved }) => resolved);
    const cards = open.map((one) => this.card(one));
    if (this.saying) {
      const { from } = this.view().state.selection;
      const behind = open.findIndex(({ id }) => this.decoration(id)?.from > from);
      cards.splice(behind < 0 ? cards.length : behind, 0, this.newCard());
    }
    this.place.hidden = !cards.length && !done.length;
    document.documentElement.classList.toggle("with-comments", !this.place.hidden);
    const old = make("details", { className: "comments-done" }, make("summary", { textContent: `${this.words.resolve} (${done.length})` }), ...done.map((one) => this.card(one)));
    this.place.replaceChildren(make("p", { className: "comments-trouble", role: "alert", hidden: true }), ...cards, ...(done.length ? [old] : []));
    this.align();
  }

  /** Beside their words where there is room; none covers another. */
  align() {
    const wide = matchMedia("(min-width: 1200px) and (min-height: 37rem)").matches;
    let bottom = 0;
    const top = this.place.getBoundingClientRect().top;
    for (const card of this.place.querySelectorAll(":scope > .comment-card")) {
      card.style.marginTop = "";
      const words = card.dataset.id ? this.decoration(Number(card.dataset.id)) : this.view().state.selection;
      if (!wide || !words) {
        bottom += card.offsetHeight + 8;
        continue;
      }
      const wanted = this.view().coordsAtPos(words.from).top - top, gap = Math.max(0, wanted - bottom);
      card.style.marginTop = `${gap}px`;
      bottom += gap + card.offsetHeight + 8;
    }
  }

  decoration(id) {
    return commentsKey.getState(this.view().state).decorations.find(undefined, undefined, (spec) => spec.id === id)[0];
  }

  card(one) {
    const { words } = this;
    const head = make("button", { type: "button", className: "comment-words", textContent: one.quote ? `“${one.quote}”` : words.whole_clause });
    head.addEventListener("click", () => this.show(one));
    const label = make("p", { className: "muted sm", textContent: one.label });
    const lost = one.lost ? [make("p", { className: "comment-lost", textContent: one.lost })] : [];
    const said = one.said.map(({ by, at, text }) => make("div", { className: "comment-said" },
      make("p", { className: "sm" }, make("b", { textContent: by }), ` ${at}`), make("p", { className: "comment-text", textContent: text })));
    const answer = make("button", { type: "button", className: "btn btn-quiet", textContent: words.answer });
    const toggle = make("button", { type: "button", className: "btn btn-quiet", textContent: one.resolved ? words.reopen : words.resolve });
    const acts = make("div", { className: "comment-acts" }, answer, toggle);
    const card = make("div", { className: "comment-card", lang: "vi", role: "group" }, label, head, ...lost, ...said, acts);
    card.dataset.id = one.id;
    card.setAttribute("aria-label", `${words.comment}: ${one.label}`);
    answer.addEventListener("click", () => {
      acts.replaceWith(this.writes(words.answer, (text) => this.send({ do: "answer", comment: one.id, text }), () => this.draw()));
      card.querySelector("textarea").focus();
      this.align();
    });
    toggle.addEventListener("click", () => this.send({ do: one.resolved ? "reopen" : "resolve", comment: one.id }));
    return card;
  }

  newCard() {
    const { words, saying } = this;
    const head = make("p", { className: "comment-words", textContent: saying.quote ? `“${saying.quote}”` : words.whole_clause });
    const form = this.writes(words.say, (text) => this.send({ do: "add", ...saying, text }), () => {
      this.saying = null;
      this.draw();
      this.view().focus();
    });
    return make("div", { className: "comment-card is-new", lang: "vi", role: "group" }, head, form);
  }

  writes(label, say, cancel) {
    const field = make("textarea", { className: "input", rows: 3, maxLength: 5000 });
    field.setAttribute("aria-label", this.words.comment);
    const button = make("button", { type: "button", className: "btn btn-main", textContent: label });
    const away = make("button", { type: "button", className: "btn btn-quiet", textContent: this.words.cancel });
    const act = async () => {
      button.disabled = true;
      await say(field.value);
      button.disabled = false;
    };
    button.addEventListener("click", act);
    away.addEventListener("click", cancel);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) act();
      else if (event.key === "Escape") cancel();
    });
    return make("div", { className: "comment-writes" }, field, make("div", { className: "cluster" }, button, away));
  }

  /** What is said stays in its field until it has arrived. */
  async send(given) {
    // The words must have arrived before anything is said of them.
    await this.flush();
    const data = new FormData(this.form);
    data.set("idempotency_key", crypto.randomUUID());
    for (const [name, value] of Object.entries(given)) data.set(name, value);
    const answer = await fetch(this.url, { method: "POST", body: data, headers: { Accept: "application/json" } }).catch(() => null);
    const told = answer && !answer.redirected ? await answer.json().catch(() => ({})) : {};
    if (!answer?.ok || !told.comments) return this.complain(told.says || this.words.refused);
    if (given.do === "add") this.saying = null;
    this.list = told.comments;
    const { view } = this;
    view().dispatch(view().state.tr.setMeta(commentsKey, { list: this.list }));
    this.draw();
  }

  complain(sentence) {
    this.place.hidden = false;
    document.documentElement.classList.add("with-comments");
    const trouble = this.place.querySelector(".comments-trouble");
    trouble.textContent = sentence;
    trouble.hidden = false;
    trouble.scrollIntoView({ block: "nearest" });
  }

  show(one) {
    const view = this.view(), place = this.decoration(one.id);
    if (place) view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, place.from, place.to)).setMeta(commentsKey, { now: one.id }).scrollIntoView());
    else document.querySelector(`[data-wid="${CSS.escape(one.wid)}"]`)?.scrollIntoView({ block: "center" });
    view.focus();
  }

  focus(id) {
    const card = this.place.querySelector(`[data-id="${id}"]`);
    for (const other of this.place.querySelectorAll(".comment-card.now")) other.classList.remove("now");
    card?.classList.add("now");
    card?.scrollIntoView({ block: "nearest" });
  }
}
