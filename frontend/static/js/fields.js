// Calendar buttons, lists that narrow as one types, files that may be dropped.

const SHORT_LIST = 8;

export function enhanceFields(part) {
  each(part, "[data-date]", addCalendar);
  each(part, "[data-check-list]", narrowCheckList);
  each(part, "[data-long-select]", narrowSelect);
  each(part, "[data-drop]", acceptDrop);
}

function each(part, selector, enhance) {
  for (const element of part.querySelectorAll(selector)) {
    if (element.dataset.ready) continue;
    element.dataset.ready = "1";
    enhance(element);
  }
}

export function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d").trim();
}

function addCalendar(box) {
  const [text] = box.getElementsByTagName("input");
  const button = box.querySelector("button");
  const native = document.createElement("input");
  if (!("showPicker" in native) || text.disabled || text.readOnly) return;
  native.type = "date";
  native.tabIndex = -1;
  native.setAttribute("aria-hidden", "true");
  box.append(native);
  button.hidden = false;
  button.addEventListener("click", () => {
    const found = text.value.match(/^(\d{1,2})\D(\d{1,2})\D(\d{4})$/);
    if (found) native.value = `${found[3]}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}`;
    native.showPicker();
  });
  native.addEventListener("change", () => {
    if (!native.value) return;
    text.value = native.value.split("-").reverse().join("/");
    text.dispatchEvent(new Event("change", { bubbles: true }));
    text.focus();
  });
}

function narrowCheckList(box) {
  const rows = [...box.querySelectorAll(".check-list-rows label")];
  const find = box.querySelector("input[type=search]");
  const count = box.querySelector(".check-list-count");
  const words = rows.map((row) => folded(row.textContent));
  const total = () => {
    count.querySelector("output").textContent = rows.filter((row) => row.control?.checked).length;
  };
  box.addEventListener("change", total);
  count.hidden = false;
  total();
  if (rows.length <= SHORT_LIST) return;
  find.parentElement.hidden = false;
  find.addEventListener("input", () => {
    const wanted = folded(find.value);
    rows.forEach((row, index) => (row.hidden = !words[index].includes(wanted)));
    for (const group of box.querySelectorAll(".check-list-group")) group.hidden = Boolean(wanted);
  });
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

function narrowSelect(box) {
  const select = box.querySelector("select");
  const find = box.querySelector("input[type=search]");
  const options = [...select.options];
  if (options.length <= SHORT_LIST) return;
  find.hidden = false;
  box.querySelector("label").hidden = false;
  find.addEventListener("input", () => {
    const wanted = folded(find.value);
    const left = options.filter((option) => !option.value || option.selected || folded(option.text).includes(wanted));
    select.replaceChildren(...left);
  });
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const [first] = [...select.options].filter((option) => option.value && folded(option.text).includes(folded(find.value)));
    if (first) select.value = first.value;
    select.focus();
  });
}

// The browser's own button speaks the browser's language: ours lies over it, the browser's takes the click and the file.
function acceptDrop(box) {
  const input = box.querySelector("input[type=file]");
  const chosen = box.querySelector("output");
  const say = () => {
    chosen.textContent = [...input.files].map((file) => file.name).join(", ") || chosen.dataset.none;
  };
  box.classList.add("faced");
  box.querySelector(".drop-face").hidden = false;
  input.addEventListener("change", say);
  say();
  if (input.multiple) showProgress(input, box.querySelector("progress"));
  box.addEventListener("dragover", () => box.classList.add("over"));
  for (const ends of ["dragleave", "drop"]) box.addEventListener(ends, () => box.classList.remove("over"));
}

// Several files take long on a slow line: how much is sent is shown. Whatever is not a plain success is sent once
// more in the ordinary way, so that its answer is the page as ever; nothing has been done then.
function showProgress(input, bar) {
  input.form?.addEventListener("submit", (event) => {
    if (event.defaultPrevented || input.files.length < 2) return;
    event.preventDefault();
    const form = input.form;
    const line = new XMLHttpRequest();
    const plainly = () => form.submit();
    bar.hidden = false;
    line.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) bar.value = sent.loaded / sent.total;
      if (sent.loaded === sent.total) bar.removeAttribute("value");
    });
    line.addEventListener("load", () => {
      const to = line.getResponseHeader("HX-Redirect");
      if (to) location.assign(to);
      else plainly();
    });
    line.addEventListener("error", plainly);
    line.open("POST", form.action);
    line.setRequestHeader("HX-Request", "true");
    line.send(new FormData(form));
  });
}
