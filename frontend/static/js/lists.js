// Lists: choosing rows, going through them by keys, printing. Without it the pages work all the same.

export function enhanceLists(part) {
  for (const form of part.querySelectorAll("form[data-many]")) enableChoosing(form);
  if (part.querySelector("[data-print]")) printOnce(part);
}

function enableChoosing(form) {
  const boxes = [...form.querySelectorAll("[name=row]")];
  const all = form.querySelector("[data-choose-all]");
  const count = form.querySelector("[data-chosen]");
  let last = null;

  function settle() {
    const chosen = boxes.filter((box) => box.checked).length;
    form.classList.toggle("chosen", chosen > 0);
    count.querySelector("output").textContent = chosen;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  }

  all.hidden = count.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    settle();
  });
  form.addEventListener("click", (event) => {
    const at = boxes.indexOf(event.target);
    if (at < 0) return;
    if (event.shiftKey && last !== null) {
      for (let i = Math.min(at, last); i <= Math.max(at, last); i++) boxes[i].checked = event.target.checked;
    }
    last = at;
    settle();
  });
  form.addEventListener("change", settle);
  settle();
}

// "/" leads to the search, the arrows from row to row, "x" chooses the row one is on.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input:not([type=checkbox]), select, textarea")) return;
  const search = document.getElementById("words");
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
    search.select();
    return;
  }
  const row = event.target.closest(".data tbody tr");
  if (!row) return;
  const next = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling }[event.key];
  if (next) {
    event.preventDefault();
    next.querySelector(".lead a, a")?.focus();
  }
  if (event.key === "x") row.querySelector(".pick input")?.click();
});

function printOnce(part) {
  const again = part.querySelector("[data-print-again]");
  again.hidden = false;
  again.addEventListener("click", () => window.print());
  window.print();
}
