// Pages that renew themselves. The stream says which part has changed; the page then asks for that part, as itself.
// One stream a browser: the tab that holds the lock tells the others. Without a stream the page asks once a minute.

const CHANNEL = "lienthong-live";
const ALL = ["work", "notices", "receipts"];
const MINUTE = 60_000;
const SILENCE = 1.5 * MINUTE;
// Many hear of one change at once: they do not all ask at once.
const SPREAD = 2_000;

const place = document.querySelector("meta[name=live]");
const waiting = new Set();
const offered = new Map();
let heardAt = 0;
let timer = 0;
let isOver = false;

export function keepLive() {
  if (!place) return;
  const others = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null;
  others?.addEventListener("message", (event) => hear(event.data));
  if (place.content && "EventSource" in window) listen(others);
  setInterval(askUnheard, MINUTE);
  addEventListener("online", () => hear({ parts: ALL }));
  document.addEventListener("visibilitychange", plan);
}

// --- Listening ----------------------------------------------------------------------------------

async function listen(others) {
  while (!isOver) {
    if (navigator.locks) await navigator.locks.request(CHANNEL, () => stream(others));
    else await stream(others);
    await new Promise((later) => setTimeout(later, MINUTE));
  }
}

function stream(others) {
  return new Promise((release) => {
    const source = new EventSource(place.content, { withCredentials: true });
    const tell = (said) => {
      others?.postMessage(said);
      hear(said);
    };
    source.addEventListener("open", () => tell({}));
    source.addEventListener("here", () => tell({}));
    source.addEventListener("changed", (event) => tell({ parts: event.data.split(" ") }));
    source.addEventListener("over", () => {
      source.close();
      tell({ over: true });
      release();
    });
    // The browser comes back by itself, unless it was refused.
    source.addEventListener("error", () => source.readyState === EventSource.CLOSED && release());
  });
}

function hear(said) {
  heardAt = Date.now();
  if (said.over) isOver = true;
  for (const part of said.parts || []) waiting.add(part);
  plan();
}

function askUnheard() {
  if (Date.now() - heardAt < SILENCE) return;
  for (const part of ALL) waiting.add(part);
  plan();
}

// --- Renewing -----------------------------------------------------------------------------------

function plan() {
  if (isOver || timer || !waiting.size || document.hidden) return;
  timer = setTimeout(renew, Math.random() * SPREAD);
}

async function renew() {
  const parts = new Set(waiting);
  waiting.clear();
  const regions = [...document.querySelectorAll("[data-live]")].filter((region) =>
    region.dataset.live.split(" ").some((part) => parts.has(part)),
  );
  const from = regions.length ? location.pathname + location.search : place.dataset.counts;
  try {
    const answer = await fetch(from, { redirect: "manual", headers: { "X-Renews": "1" } });
    if (answer.type === "opaqueredirect") isOver = true;
    if (answer.ok) take(new DOMParser().parseFromString(await answer.text(), "text/html"), regions);
  } catch {
    // Offline: asked again when the browser is back.
  } finally {
    timer = 0;
    plan();
  }
}

function take(page, regions) {
  for (const mine of document.querySelectorAll("[data-count]")) {
    const theirs = page.querySelector(`[data-count="${mine.dataset.count}"]`);
    if (!theirs) continue;
    mine.hidden = theirs.hidden;
    mine.firstElementChild.textContent = theirs.firstElementChild.textContent;
  }
  const said = page.querySelector("[data-bell]")?.getAttribute("aria-label");
  for (const bell of document.querySelectorAll("[data-bell]")) bell.setAttribute("aria-label", said || "");
  for (const region of regions) {
    const fresh = page.getElementById(region.id);
    if (fresh) offer(region, fresh);
  }
}

// Where somebody reads, writes or has chosen rows nothing moves: it is said that there is something new.
function offer(region, fresh) {
  if (words(region) === words(fresh)) return withdraw(region);
  if (!isInUse(region)) return swap(region, fresh);
  if (!("quiet" in region.dataset)) announce(region, fresh);
}

function isInUse(region) {
  const selected = getSelection();
  return (
    region.contains(document.activeElement) ||
    Boolean(document.querySelector("dialog[open]")) ||
    Boolean(region.querySelector("input:checked, details[open]")) ||
    (!selected.isCollapsed && region.contains(selected.anchorNode)) ||
    (!("quiet" in region.dataset) && region.getBoundingClientRect().top < 0)
  );
}

function words(region) {
  const copy = region.cloneNode(true);
  // What passes by itself, and what this browser counts.
  for (const time of copy.querySelectorAll("time")) time.textContent = time.dateTime;
  for (const counted of copy.querySelectorAll("output")) counted.remove();
  return copy.textContent.replace(/\s+/g, " ").trim() + rows(region).join(" ");
}

function rows(region) {
  return links(region).map((link) => link.getAttribute("href"));
}

function links(region) {
  const inRows = [...region.querySelectorAll("tbody tr")].map((row) => row.querySelector("a[href]"));
  return inRows.filter(Boolean);
}

function announce(region, fresh) {
  const known = new Set(rows(region));
  const count = new Set(rows(fresh).filter((row) => !known.has(row))).size;
  let bar = offered.get(region);
  if (!bar) {
    bar = document.getElementById("news-template").content.firstElementChild.cloneNode(true);
    region.before(bar);
    offered.set(region, bar);
  }
  const sentences = { ...bar.dataset, ...region.dataset };
  const sentence = count === 1 ? sentences.one : count ? sentences.many.replace("{n}", count) : sentences.changed;
  // A moment after it has come, or nobody hears it read out.
  setTimeout(() => (bar.querySelector("[role=status]").textContent = sentence), 100);
  bar.querySelector("button").onclick = () => {
    swap(region, fresh);
    const shown = links(region);
    (shown.find((link) => !known.has(link.getAttribute("href"))) || shown[0])?.focus();
  };
}

function withdraw(region) {
  offered.get(region)?.remove();
  offered.delete(region);
}

function swap(region, fresh) {
  withdraw(region);
  const chosen = new Set([...region.querySelectorAll("[name=row]:checked")].map((box) => box.value));
  region.replaceChildren(...fresh.childNodes);
  for (const box of region.querySelectorAll("[name=row]")) box.checked = chosen.has(box.value);
  window.htmx?.process(region);
  region.dispatchEvent(new CustomEvent("renewed", { bubbles: true }));
}
