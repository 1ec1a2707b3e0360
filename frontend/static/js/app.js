// The few things pages do in the browser. Everything here is a comfort: the pages work without it.

import { carryWords } from "./carry.js";
import { keepDrafts } from "./drafts.js";
import { enhanceFields } from "./fields.js";
import { enhanceLists } from "./lists.js";
import { keepLive } from "./live.js";

const root = document.documentElement;
root.classList.add("js");

// On a phone the tabs run out of sight: the current one is brought back into it.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 48;
}

// --- Sending once -----------------------------------------------------------------------------

function markSent(form) {
  form.dataset.sent = "1";
  // After the browser has read which button was pressed.
  setTimeout(() => {
    for (const button of submitters(form)) {
      button.disabled = true;
      button.setAttribute("aria-busy", "true");
    }
  });
}

function release(form) {
  delete form.dataset.sent;
  for (const button of submitters(form)) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}

function submitters(form) {
  return [...form.elements].filter((element) => element.type === "submit");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (form.dataset.confirm && !form.dataset.confirmed) {
    event.preventDefault();
    event.stopImmediatePropagation();
    askFirst(form, event.submitter);
    return;
  }
  delete form.dataset.confirmed;
  // A passkey's form is sent by its own script, once the browser has its answer.
  if (!form.matches("[data-preferences], [data-passkey]")) markSent(form);
}, true);

addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
});

// --- Asking first -----------------------------------------------------------------------------

function askFirst(form, submitter) {
  const dialog = document.getElementById("confirm-dialog");
  const yes = dialog.querySelector("[data-yes]");
  dialog.querySelector("h2").textContent = form.dataset.confirm;
  yes.textContent = form.dataset.confirmLabel || submitter?.textContent.trim() || "";
  yes.onclick = () => {
    dialog.close();
    form.dataset.confirmed = "1";
    form.requestSubmit(submitter && form.contains(submitter) ? submitter : undefined);
  };
  dialog.querySelector("[data-no]").onclick = () => dialog.close();
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const closer = event.target.closest("dialog [data-close]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.dialog)?.showModal();
  }
  if (closer && closer.closest("dialog").open) {
    event.preventDefault();
    closer.closest("dialog").close();
  }
  for (const open of document.querySelectorAll("details[data-popover][open]")) {
    if (opener || !open.contains(event.target)) open.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = document.querySelector("details[data-popover][open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else if (location.hash === "#menu") {
      location.hash = "#main";
    }
  }
  const search = document.getElementById("search");
  if (search && event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    search.focus();
    search.select();
  }
});

// "?" shows the keys, wherever nobody is typing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "?" || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable], dialog[open]")) return;
  const keys = document.getElementById("keys");
  if (!keys) return;
  event.preventDefault();
  keys.showModal();
});

document.querySelectorAll("[data-print-page], [data-keys]").forEach((button) => (button.hidden = false));
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print-page]")) window.print();
});

addEventListener("hashchange", () => {
  if (location.hash === "#menu") document.querySelector("#menu a")?.focus();
});

// --- Colours and text size ----------------------------------------------------------------------

const PREFERENCES = { theme: "theme", text_size: "font" };

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-preferences]");
  const button = event.submitter;
  if (!form || !(button?.name in PREFERENCES)) return;
  event.preventDefault();
  root.dataset[PREFERENCES[button.name]] = button.value;
  document.cookie = `${button.name}=${button.value}; path=/; max-age=31536000; samesite=lax`;
  for (const other of document.querySelectorAll(`[data-preferences] [name="${button.name}"]`)) {
    other.setAttribute("aria-pressed", String(other.value === button.value));
  }
});
document.querySelectorAll("[data-preferences]").forEach((form) => (form.hidden = false));

// --- Messages -----------------------------------------------------------------------------------

const TOAST_SECONDS = 8;
const STAYS = ["bad", "warn"];

function dress(toast) {
  if (!toast.querySelector("[data-dismiss]")) {
    const blank = document.getElementById("toast-template");
    toast.append(blank.content.querySelector("[data-dismiss]").cloneNode(true));
  }
  toast.querySelector("[data-dismiss]").onclick = () => toast.remove();
  if (!STAYS.some((tone) => toast.classList.contains(tone))) {
    setTimeout(() => toast.remove(), TOAST_SECONDS * 1000);
  }
}

function say(text, tone = "") {
  const blank = document.getElementById("toast-template").content.firstElementChild;
  const toast = blank.cloneNode(true);
  if (tone) toast.classList.add(tone);
  toast.querySelector("p").textContent = text;
  document.getElementById("toasts")?.append(toast);
  dress(toast);
}

document.querySelectorAll(".toast").forEach(dress);
document.addEventListener("toast", (event) => say(event.detail.text, event.detail.tone));
document.addEventListener("htmx:sendError", () => {
  say(document.getElementById("lost-template").content.textContent.trim(), "bad");
});

// --- After a page or a fragment has come ----------------------------------------------------------

function settle(part) {
  enhanceFields(part);
  enhanceLists(part);
  part.querySelector("[data-focus]")?.focus();
  for (const viewer of part.querySelectorAll("[data-viewer]")) enableZoom(viewer);
  for (const tab of part.querySelectorAll(".tabs [aria-current]")) bringIntoSight(tab);
}

// On a phone a row of tabs is wider than the screen: the open one stands in its middle.
function bringIntoSight(tab) {
  const row = tab.parentElement;
  const ahead = tab.getBoundingClientRect().left - row.getBoundingClientRect().left;
  row.scrollLeft += ahead - (row.clientWidth - tab.offsetWidth) / 2;
}

function enableZoom(viewer) {
  const controls = viewer.querySelector("[data-zoom]");
  const pages = viewer.querySelector(".pages-scroll");
  if (!controls || !pages) return;
  const levels = [0.5, 0.75, 1, 1.25, 1.5, 2];
  let at = levels.indexOf(1);
  controls.hidden = false;
  controls.addEventListener("click", (event) => {
    const by = Number(event.target.closest("[data-zoom-by]")?.dataset.zoomBy || 0);
    at = Math.min(levels.length - 1, Math.max(0, at + by));
    pages.style.setProperty("--zoom", levels[at]);
    controls.querySelector("output").textContent = `${levels[at] * 100}%`;
  });
}

// The bottom bars make room for the keyboard of a phone.
visualViewport?.addEventListener("resize", () => {
  root.classList.toggle("keyboard", visualViewport.height * visualViewport.scale < innerHeight * 0.75);
});

// A page that asks for parts of itself fetches what does that, once all else is there; most ask for none.
addEventListener("load", () => {
  if (!document.querySelector("[hx-get], [hx-post]")) return;
  const script = document.createElement("script");
  script.src = document.querySelector("meta[name=htmx-script]").content;
  document.head.append(script);
});

document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) settle(event.detail.elt.parentElement || event.detail.elt);
});
document.addEventListener("renewed", (event) => settle(event.target));
settle(document);
keepLive();
carryWords();
// Back and reload then ask for the page with the kept words, instead of sending a refused form again.
if (document.querySelector(".errors")) history.replaceState(history.state, "", location.href);
keepDrafts(document.body.dataset.person || "");
