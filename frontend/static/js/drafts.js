// Opinions half written are kept on this machine until they have arrived, per person and form, for a week.

const PREFIX = "draft:";
const WEEK = 7 * 24 * 3600 * 1000;

export function keepDrafts(person) {
  const areas = person ? [...document.querySelectorAll("textarea[data-draft]")] : [];
  forgetOld();
  forgetSent();
  for (const area of areas) keep(area, keyOf(area, person));
  for (const form of document.querySelectorAll("form[data-discards]")) {
    const own = `${PREFIX}${person}:${form.dataset.discards}:`;
    form.addEventListener("submit", () => {
      drafts().filter((key) => key.startsWith(own)).forEach((key) => localStorage.removeItem(key));
    });
  }
  for (const form of document.querySelectorAll("form[data-clears-drafts]")) {
    form.addEventListener("submit", () => drafts().forEach((key) => localStorage.removeItem(key)));
  }
}

// Where a form is sent names its paper: what was begun on one never appears on another.
function keyOf(area, person) {
  const sentTo = area.form?.getAttribute("action") || location.pathname;
  return `${PREFIX}${person}:${sentTo}:${area.dataset.draft}`;
}

function keep(area, key) {
  const kept = read(key);
  // A box that opens with words of the page ("data-draft-over") shows what was made of them.
  if (kept && (!area.value || "draftOver" in area.dataset)) area.value = kept.text;
  if (kept?.text) area.closest("details")?.setAttribute("open", "");
  area.addEventListener("input", () => write(key, { text: area.value, at: Date.now() }));
  area.form?.addEventListener("submit", () => {
    const last = read(key);
    if (last) write(key, { ...last, sent: true });
  });
}

// Words have arrived when an ordinary page follows: none with errors, and none of the bare ones that
// refuse, ask to sign in or say that the page was open too long.
function forgetSent() {
  const refused = document.querySelector(".errors, .toast.bad, body.bare");
  for (const key of drafts()) {
    const draft = read(key);
    if (!draft?.sent) continue;
    if (refused) write(key, { ...draft, sent: false });
    else localStorage.removeItem(key);
  }
}

function forgetOld() {
  for (const key of drafts()) {
    if (!(read(key)?.at > Date.now() - WEEK)) localStorage.removeItem(key);
  }
}

function drafts() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, draft) {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // A full or forbidden store only means that nothing is kept.
  }
}
