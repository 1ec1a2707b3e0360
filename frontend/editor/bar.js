// The bar above the text: what can be done, what was saved, what others did, find.
import { look, step, stopLooking } from "./find.js";

/** A wording, with the stretch marked in which it differs from the other one. */
function differing(text, other) {
  const a = text.split(/(\s+)/), b = other.split(/(\s+)/), most = Math.min(a.length, b.length);
  let head = 0, tail = 0;
  while (head < most && a[head] === b[head]) head++;
  while (tail < most - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const wording = Object.assign(document.createElement("p"), { className: "wording", lang: "vi" });
  const middle = Object.assign(document.createElement("mark"), { textContent: a.slice(head, a.length - tail).join("") });
  wording.append(a.slice(0, head).join(""), ...(middle.textContent ? [middle] : []), a.slice(a.length - tail).join(""));
  return wording;
}

const element = (id) => document.getElementById(id);

export class Bar {
  constructor({ words, urls, view, run, mark, standing, named, again }) {
    Object.assign(this, { words, urls, view, run, mark, standing, named, again, where: "" });
    this.tools = element("editor-tools");
    this.status = element("editor-saved");
    this.note = element("editor-note");
    this.tools.hidden = false;
    this.tools.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) this.run(button.dataset.do);
    });
    // The cursor stays in the text while a button is pressed.
    this.tools.addEventListener("mousedown", (event) => event.target.closest("[data-do]") && event.preventDefault());
    element("editor-kind").addEventListener("change", (event) => this.run(`kind:${event.target.value}`));
    element("editor-mark").addEventListener("change", (event) => this.mark(event.target.value.trim() || null));
    this.wireFind();
    // Until a wording is chosen, nothing closes the choice.
    element("editor-clash").addEventListener("cancel", (event) => event.preventDefault());
    // A browser closes it all the same when Escape is pressed twice.
    element("editor-clash").addEventListener("close", () => this.remind());
    element("editor-held")?.remove();
  }

  /** Say in which clause the cursor stands, and offer what can be done there. */
  follow() {
    const { clause, mark, isTable } = this.standing();
    const kind = element("editor-kind"), own = element("editor-mark");
    kind.disabled = own.disabled = !clause;
    if (clause) kind.value = clause.kind;
    if (document.activeElement !== own) own.value = mark;
    for (const button of this.tools.querySelectorAll("[data-in]")) button.hidden = (button.dataset.in === "table") !== isTable;
    const name = clause ? `${kind.selectedOptions[0]?.textContent ?? ""} ${mark}` : isTable ? this.words.in_table : "";
    if (name !== this.where) element("editor-where").textContent = this.where = name;
  }

  say(state, answer = {}) {
    const { words } = this, at = new Date().toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit" });
    const said = {
      saved: `${words.saved} ${at}`, unsaved: words.unsaved, offline: words.offline,
      held: words.not_saved, stopped: words.not_saved, "signed-out": words.not_saved, refused: words.not_saved,
    };
    if (!answer.isAllSaved) {
      this.status.textContent = said[state];
      this.status.dataset.state = state;
    }
    if (state === "offline" && answer.minutes) this.status.textContent += ` · ${words.minutes.replace("{}", answer.minutes)}`;
    if (state === "saved") this.quiet();
    else if (state === "held") this.tell(answer.says, [[words.take_over, () => this.again(true)]]);
    else if (state === "signed-out") this.tell(words.signed_out, [[words.sign_in, () => open(this.urls.sign_in)], [words.again, () => this.again()]]);
    else if (state === "refused") this.tell(answer.says || words.refused, [[words.again, () => this.again()]]);
  }

  quiet() {
    if (this.note.dataset.stays) return;
    this.note.hidden = true;
  }

  tell(sentence, buttons = [], stays = false) {
    this.note.replaceChildren(Object.assign(document.createElement("p"), { textContent: sentence }));
    for (const [label, act] of buttons) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-plain", textContent: label });
      button.addEventListener("click", () => {
        delete this.note.dataset.stays;
        this.note.hidden = true;
        act();
      });
      this.note.append(button);
    }
    this.note.hidden = false;
    // On a small screen it stands above the text and does not follow: whoever writes far below is led to it.
    if (buttons.length) this.note.scrollIntoView({ block: "nearest" });
    if (stays) this.note.dataset.stays = String(stays);
    else delete this.note.dataset.stays;
  }

  /** More than a word was taken out: how it comes back is said until one writes on. */
  removed() {
    this.tell(this.words.removed, [[this.words.undo, () => this.run("undo")]], "removed");
  }

  settled() {
    if (this.note.dataset.stays !== "removed") return;
    delete this.note.dataset.stays;
    this.note.hidden = true;
  }

  restored(at) {
    const when = new Date(at).toLocaleString("vi", { dateStyle: "short", timeStyle: "short" });
    const said = this.words.restored.replace("{}", when);
    this.tell(said, [[this.words.close, () => {}]], true);
    return said;
  }

  /** The choice was closed before each wording was chosen. */
  remind() {
    if (!element("editor-clash-list").children.length) return;
    this.tell(this.words.undecided, [[this.words.decide, () => element("editor-clash").showModal()]]);
  }

  pasted(count, leftOut) {
    const said = this.words.pasted.replace("{}", count);
    if (!leftOut.length) return this.tell(said, [[this.words.close, () => {}]]);
    this.tell(`${said} ${this.words.left_out} ${leftOut.join(" · ")}`, [[this.words.close, () => {}]], true);
  }

  /** Others changed the same clauses: both wordings, one below the other; a person chooses each. */
  choose(answer, mine, takeTheirs, done) {
    if (!answer.clash.length) {
      this.tell(this.words.reordered, [[this.words.close, () => {}]], true);
      return done();
    }
    const list = element("editor-clash-list"), dialog = element("editor-clash");
    const chosen = (item) => {
      item.remove();
      if (list.children.length) return list.querySelector("button").focus();
      dialog.close();
      done();
    };
    list.replaceChildren(...answer.clash.map((wid) => this.pair(wid, answer, mine, takeTheirs, chosen)));
    if (!dialog.open) dialog.showModal();
  }

  pair(wid, answer, mine, takeTheirs, chosen) {
    const { words } = this, item = document.createElement("li");
    const said = (piece) => (piece ? (piece.lines ?? piece.cells ?? piece.columns).join("\n") : words.taken_out);
    const own = said(mine.get(wid)), theirs = said(answer.pieces.find((piece) => piece.wid === wid));
    const choices = [[words.mine, own, theirs, words.keep_mine, () => {}],
      [words.theirs.replace("{}", answer.by || ""), theirs, own, words.take_theirs, () => takeTheirs(wid)]];
    const both = document.createElement("div");
    for (const [title, text, other, label, act] of choices) {
      const side = document.createElement("section"), wording = differing(text, other);
      const heading = Object.assign(document.createElement("h3"), { textContent: title });
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-plain", textContent: label });
      button.addEventListener("click", () => {
        act();
        chosen(item);
      });
      side.append(heading, wording, button);
      both.append(side);
    }
    const name = this.named(wid);
    if (name) item.append(Object.assign(document.createElement("p"), { className: "muted sm", textContent: name }));
    item.append(both);
    return item;
  }

  // --- Find -------------------------------------------------------------------------------------

  wireFind() {
    const bar = element("editor-find"), field = element("editor-find-words"), count = element("editor-find-count");
    const show = ({ count: all, at }) => {
      count.textContent = field.value ? (all ? `${at}/${all}` : this.words.none) : "";
    };
    element("editor-find-open").addEventListener("click", () => this.openFind());
    field.addEventListener("input", () => show(look(this.view(), field.value)));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        show(step(this.view(), event.shiftKey ? -1 : 1));
      } else if (event.key === "Escape") this.closeFind();
    });
    element("editor-find-next").addEventListener("click", () => show(step(this.view(), 1)));
    element("editor-find-last").addEventListener("click", () => show(step(this.view(), -1)));
    element("editor-find-close").addEventListener("click", () => this.closeFind());
    bar.hidden = true;
  }

  openFind() {
    element("editor-find").hidden = false;
    element("editor-find-words").select();
    return true;
  }

  closeFind() {
    element("editor-find").hidden = true;
    stopLooking(this.view());
    this.view().focus();
  }

  /** Escape leaves the text: Tab then goes on to the next button, as everywhere. */
  leave(view) {
    if (!element("editor-find").hidden) this.closeFind();
    else {
      view.dom.blur();
      element("editor-where").focus();
    }
    return true;
  }
}
