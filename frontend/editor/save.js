// Autosave: the pieces that differ from what the server has acknowledged, under one key until it answers.
import { fromPieces, piecesOf } from "./schema.js";

const AFTER_A_KEY = 900;
const AT_THE_LATEST = 5000;
const KEPT_AFTER = 800;
const LOOK_EVERY = 5000;
const LONGEST_WAIT = 60;
const AS_ONE_LEAVES = 60_000; // bytes that a browser still sends from a page that closes

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const tidy = (line) => line.replace(/\s+/g, " ").trim();
const tidied = (piece) => ({ ...piece, ...(piece.lines ? { lines: piece.lines.map(tidy) } : { cells: piece.cells?.map(tidy) }) });
const byWid = (pieces) => new Map(pieces.map((piece) => [piece.wid, piece]));

/** What changed by identity: pieces put, pieces dropped, and the order where anything moved. */
export function changesBetween(known, pieces) {
  const puts = [], now = byWid(pieces);
  let after = null;
  for (const piece of pieces) {
    const before = known.get(piece.wid);
    if (!before || !same(before, piece)) puts.push({ ...piece, ...(before ? {} : { after }) });
    after = piece.wid;
  }
  const drops = [...known.keys()].filter((wid) => !now.has(wid));
  const stayed = [...known.keys()].filter((wid) => now.has(wid));
  const stays = pieces.map(({ wid }) => wid).filter((wid) => known.has(wid));
  return { puts, drops, ...(same(stayed, stays) ? {} : { order: pieces.map(({ wid }) => wid) }) };
}

const isNothing = ({ puts, drops, order }) => !puts.length && !drops.length && !order;

const alike = (a, b) => a === b || Boolean(a && b && same(tidied(a), tidied(b)));

/** What both have changed since `base`, each otherwise. */
export function clashing(base, mine, theirs) {
  const here = byWid(mine), there = byWid(theirs);
  return [...new Set([...here.keys(), ...there.keys()])].filter((wid) => {
    const before = base.get(wid), own = here.get(wid), other = there.get(wid);
    return !alike(own, before) && !alike(other, before) && !alike(own, other);
  });
}

/** On what a kept copy was written. Of what was on its way then, that counts too which has arrived unanswered. */
export function baseOf({ base = [], sent }, theirs) {
  const out = byWid(base);
  if (!sent) return out;
  const there = byWid(theirs), left = byWid(sent);
  for (const [wid, piece] of left) if (alike(there.get(wid), piece)) out.set(wid, piece);
  for (const wid of [...out.keys()]) if (!left.has(wid) && !there.has(wid)) out.delete(wid);
  return out;
}

/** Put pieces of another row in, each behind the one it stood behind there; a row brings its table along. */
export function putIn(out, from, isWanted) {
  const there = byWid(out), tables = new Set(from.filter((piece) => !there.has(piece.wid) && isWanted(piece)).map((piece) => piece.in));
  from.forEach((piece, at) => {
    if (there.has(piece.wid) || !(isWanted(piece) || tables.has(piece.wid))) return;
    let before = at, place = -1;
    while (place < 0 && --before >= 0) place = out.findIndex(({ wid }) => wid === from[before].wid);
    out.splice(place + 1, 0, piece);
  });
  return out;
}

/** What others wrote, with what was written here since `sent`; a piece begun here stays behind the one it stood
 * behind, and so does one that was changed here and taken out there. */
export function merged(theirs, mine, sent) {
  const here = byWid(mine);
  if (isNothing(changesBetween(sent, theirs))) return mine;
  const edited = new Map(mine.filter((piece) => sent.has(piece.wid) && !same(sent.get(piece.wid), piece)).map((piece) => [piece.wid, piece]));
  const kept = (piece) => {
    const own = here.get(piece.wid);
    return edited.get(piece.wid) ?? (own && same(tidied(own), tidied(piece)) ? own : piece);
  };
  const out = theirs.filter(({ wid }) => here.has(wid) || !sent.has(wid)).map(kept);
  return putIn(out, mine, ({ wid }) => !sent.has(wid) || edited.has(wid));
}

/** As the editor itself would say them. */
const ours = (pieces) => piecesOf(fromPieces(pieces));

export class Autosave {
  /** `say(state, about)` tells the person; `clash(answer)` shows both wordings. */
  constructor({ urls, revision, pieces, person, form, view, say, clash, store }) {
    Object.assign(this, { urls, revision, form, view, say, clash, store });
    this.slot = `draft:${person}:${urls.changes}`;
    this.known = byWid(pieces);
    Object.assign(this, { timer: 0, since: 0, wait: 1, request: null, flying: false, stopped: false, taking: false });
    Object.assign(this, { keeping: 0, isKept: false });
    setInterval(() => this.look(), LOOK_EVERY);
    addEventListener("pagehide", () => this.keep());
    addEventListener("online", () => this.now());
    addEventListener("visibilitychange", () => this.now(document.visibilityState === "hidden"));
    addEventListener("focus", () => this.stopped === "signed-out" && this.again());
    addEventListener("beforeunload", (event) => this.unsaved && event.preventDefault());
  }

  get unsaved() {
    return Boolean(this.request) || !isNothing(changesBetween(this.known, piecesOf(this.view.state.doc)));
  }

  /** What was written here and never acknowledged, of an earlier time at this machine. */
  left() {
    try {
      const left = JSON.parse(this.store?.getItem(this.slot) || "null");
      this.isKept = Boolean(left);
      return left;
    } catch {
      return null;
    }
  }

  changed() {
    this.since ||= Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), Math.max(0, Math.min(AFTER_A_KEY, this.since + AT_THE_LATEST - Date.now())));
    this.keeping ||= setTimeout(() => this.keep(), KEPT_AFTER);
    this.say(this.stopped ? "stopped" : "unsaved");
  }

  again(takeOver = false) {
    this.stopped = false;
    this.taking = takeOver;
    return this.now();
  }

  /** Send nothing until `again`: a person has something to choose. What is written is kept here meanwhile. */
  hold() {
    clearTimeout(this.timer);
    this.stopped = "choosing";
    this.keep();
    this.say("stopped");
  }

  async now(leaving = false) {
    clearTimeout(this.timer);
    if (this.flying || this.stopped) return;
    // No half-composed word leaves, and none is redrawn under the fingers.
    if (this.view.composing && !leaving) return this.changed();
    const pieces = piecesOf(this.view.state.doc), changes = changesBetween(this.known, pieces);
    if (!this.request && isNothing(changes)) {
      this.since = 0;
      this.forget();
      return this.say("saved");
    }
    // What got no answer is sent again as it was, under its own key; what came later waits.
    this.request ||= { key: crypto.randomUUID(), body: JSON.stringify({ revision: this.revision, ...changes }), pieces };
    this.keep();
    await this.send(leaving);
  }

  /** Sends what is there and waits until it has arrived, or cannot: nothing is said of words nobody else has. */
  async arrived() {
    for (let tries = 0; tries < 50 && this.unsaved && !this.stopped; tries++) {
      await this.now();
      if (this.unsaved) await new Promise((done) => setTimeout(done, 100));
    }
  }

  /** What has not arrived, with the text it was written on: it is never put over newer words. */
  keep() {
    clearTimeout(this.keeping);
    this.keeping = 0;
    if (!this.unsaved) return this.forget();
    const sent = this.request?.pieces, base = [...this.known.values()];
    try {
      this.store?.setItem(this.slot, JSON.stringify({ base, sent, at: Date.now(), pieces: piecesOf(this.view.state.doc) }));
      this.isKept = true;
    } catch { /* a full store keeps nothing */ }
  }

  forget() {
    clearTimeout(this.keeping);
    this.keeping = 0;
    if (this.isKept) this.store?.removeItem(this.slot);
    this.isKept = false;
  }

  get mayLook() {
    return !this.request && (!this.stopped || this.stopped === "held");
  }

  /** Whether somebody else writes now, and what they wrote: who only reads is told as well. */
  async look() {
    if (document.visibilityState === "hidden" || !this.mayLook) return;
    const given = await fetch(`${this.urls.state}?since=${this.revision}`, { headers: { Accept: "application/json" } }).catch(() => null);
    const now = given?.ok && !given.redirected ? await given.json().catch(() => null) : null;
    // Meanwhile something of one's own may have been sent.
    if (!now || now.revision < this.revision || !this.mayLook) return;
    if (now.theirs && !this.unsaved && !this.view.composing) this.rebase({ ...now, pieces: now.theirs });
    if (now.held && !this.stopped) this.stop("held", { says: now.held });
    else if (!now.held && this.stopped) await this.again();
  }

  async send(leaving) {
    const { key, body, pieces } = this.request, data = new FormData(this.form);
    data.set("changes", body);
    data.set("idempotency_key", key);
    data.set("csrfmiddlewaretoken", token());
    const { taking } = this;
    if (taking) data.set("take_over", "1");
    this.flying = true;
    let answer = {}, status = 0, elsewhere = false;
    try {
      const given = await fetch(this.urls.changes, {
        method: "POST", body: data, keepalive: leaving && body.length < AS_ONE_LEAVES,
        headers: { Accept: "application/json" },
      });
      ({ status } = given);
      // Whoever was signed out is led to where one signs in.
      elsewhere = given.redirected && !given.url.includes(this.urls.state);
      answer = await given.json().catch(() => ({}));
    } catch {
      status = 0;
    }
    this.flying = false;
    // Somebody chose to take over while a message without it was on its way.
    if (status === 423 && this.taking && !taking) return this.now();
    this.answered(elsewhere ? 401 : status, answer, byWid(pieces));
  }

  answered(status, answer, sent) {
    if (status === 200 && answer.revision) return this.taken(answer, sent);
    if (status === 412) {
      this.request = null;
      return this.clash(answer);
    }
    if (status === 423) {
      // Nothing of it was applied; what is sent on taking over is all that stands here then.
      this.request = null;
      return this.stop("held", answer);
    }
    if (status === 401 || status === 403) return this.stop("signed-out", answer);
    if (status === 400 || status === 404 || status === 409 || status === 413) {
      this.request = null;
      return this.stop("refused", answer);
    }
    this.wait = Math.min(LONGEST_WAIT, this.wait * 2);
    this.timer = setTimeout(() => this.now(), 1000 * this.wait * (0.5 + Math.random() / 2));
    this.say("offline", { minutes: this.since ? Math.round((Date.now() - this.since) / 60_000) : 0 });
  }

  stop(why, answer) {
    clearTimeout(this.timer);
    this.stopped = why;
    this.say(why, { ...answer, isAllSaved: !this.unsaved });
  }

  /** Others' words enter before their revision does: otherwise an old wording would later win unseen. */
  taken(answer, sent) {
    const theirs = answer.theirs && ours(answer.theirs);
    this.known = theirs ? byWid(theirs) : sent;
    if (theirs) this.enter(theirs, sent);
    Object.assign(this, { revision: answer.revision, request: null, taking: false, wait: 1, since: 0 });
    this.say("saved", answer);
    return this.now();
  }

  /** Go on from what the server has now; what was written here since `sent` stays. */
  rebase(answer, sent = this.known) {
    const theirs = ours(answer.pieces);
    this.known = byWid(theirs);
    this.enter(theirs, sent);
    this.revision = answer.revision;
    this.request = null;
  }

  enter(theirs, sent) {
    const { view } = this, doc = fromPieces(merged(theirs, piecesOf(view.state.doc), sent));
    const start = view.state.doc.content.findDiffStart(doc.content);
    if (start === null) return;
    let { a, b } = view.state.doc.content.findDiffEnd(doc.content);
    const overlap = start - Math.min(a, b);
    if (overlap > 0) {
      a += overlap;
      b += overlap;
    }
    const tr = view.state.tr.replace(start, a, doc.slice(start, b));
    view.dispatch(tr.setMeta("remote", true).setMeta("addToHistory", false));
  }
}

/** Read anew each time: it changes with the sign-in. */
function token() {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]").value;
}
