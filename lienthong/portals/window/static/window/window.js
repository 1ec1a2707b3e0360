// A form is sent once, however often the button is pressed: the page that comes back may be shown only once.

for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => {
    // A passkey is asked first; the form is sent by what comes of it.
    if (event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-busy", "true");
  });
}

// Who comes back to the page may send its form again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-busy");
  }
});
