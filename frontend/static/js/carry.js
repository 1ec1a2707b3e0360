// A switch of the language or the post takes along what was typed into the other forms of the page.

const NEVER = new Set(["password", "file", "submit", "button", "reset", "image"]);

export function carryWords() {
  for (const carrier of document.querySelectorAll("form[data-carries]")) {
    carrier.addEventListener("submit", () => carry(carrier));
  }
}

function carry(carrier) {
  const typed = [...document.forms].filter((form) => form.elements.form_of && isChanged(form)).map(wordsOf);
  if (!typed.length) return;
  const field = carrier.elements.typed || document.createElement("input");
  Object.assign(field, { type: "hidden", name: "typed", value: JSON.stringify(typed) });
  carrier.append(field);
}

function isChanged(form) {
  return [...form.elements].some((field) => !isSecret(field) && differs(field));
}

function differs(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName !== "SELECT") return "defaultValue" in field && field.value !== field.defaultValue;
  const options = [...field.options];
  if (!field.multiple && !options.some((one) => one.defaultSelected)) return field.selectedIndex > 0;
  return options.some((one) => one.selected !== one.defaultSelected);
}

// What proves who somebody is never leaves the form it was typed into.
function isSecret(field) {
  return NEVER.has(field.type) || field.autocomplete === "one-time-code";
}

function wordsOf(form) {
  const secret = new Set([...form.elements].filter(isSecret).map((field) => field.name));
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !secret.has(name)) (fields[name] ??= []).push(value);
  }
  const address = new URL(form.getAttribute("action") || "", location.href).pathname;
  const form_of = fields.form_of[0];
  delete fields.form_of;
  delete fields.csrfmiddlewaretoken;
  return { form_of, address, fields };
}
