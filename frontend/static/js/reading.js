// How much of a document has come into sight: said, never demanded. Kept for this tab only.

const said = document.querySelectorAll("[data-how-much-read]");
const reflowed = document.querySelectorAll(".reflowed-text .clause, .reflowed-text tr[id]");
const pictures = document.querySelectorAll(".doc-paper .pages-scroll > img");
const kept = `read ${location.pathname}`;
const seen = new Set(JSON.parse(sessionStorage.getItem(kept) || "[]"));

// On a phone the text is read, on a wide screen the pages; each is counted by itself.
function shown(parts) {
  return [...parts].filter((part) => part.offsetParent !== null);
}

function name(part) {
  return part.id || part.getAttribute("src");
}

function say() {
  const texts = shown(reflowed);
  const parts = texts.length ? texts : shown(pictures);
  const read = parts.filter((part) => seen.has(name(part))).length;
  for (const one of said) {
    const words = texts.length ? one.dataset.parts : one.dataset.pages;
    one.textContent = words.replace("{n}", read).replace("{m}", parts.length);
    one.hidden = parts.length === 0;
  }
}

// What the fixed bars of a phone cover is not in sight.
function floor() {
  const bar = document.querySelector(".doc .bar");
  const top = bar && bar.offsetParent !== null ? bar.getBoundingClientRect().top : innerHeight;
  return innerWidth < 1024 && top > innerHeight / 2 ? Math.min(top, innerHeight) : innerHeight;
}

// Seen is what has been in sight down to its last line.
const eye = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) near.add(entry.target);
      else near.delete(entry.target);
    }
    look();
  },
);
const near = new Set();

function look() {
  const end = floor() + 1;
  for (const part of near) {
    if (part.getBoundingClientRect().bottom <= end) {
      seen.add(name(part));
      near.delete(part);
      eye.unobserve(part);
    }
  }
  sessionStorage.setItem(kept, JSON.stringify([...seen]));
  say();
}

if (said.length) {
  for (const part of [...reflowed, ...pictures]) eye.observe(part);
  addEventListener("resize", say);
  for (const what of ["scroll", "scrollend"]) addEventListener(what, look, { capture: true, passive: true });
  say();
}
