// The pages as they will be printed, beside the text on a wide screen; drawn anew when something was saved.
const PAUSE = 1500;

export class Preview {
  constructor(urls, words) {
    Object.assign(this, { urls, words, timer: 0, shown: 0 });
    this.place = document.getElementById("editor-preview");
    this.button = document.getElementById("editor-preview-open");
    this.button.addEventListener("click", () => this.toggle());
    this.button.hidden = false;
  }

  get isOpen() {
    return !this.place.hidden;
  }

  toggle() {
    this.place.hidden = this.isOpen;
    this.button.setAttribute("aria-expanded", String(this.isOpen));
    document.documentElement.classList.toggle("with-preview", this.isOpen);
    if (this.isOpen) this.draw();
  }

  changed(revision) {
    if (revision === this.shown || !this.isOpen) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), PAUSE);
  }

  async draw() {
    const answer = await fetch(this.urls.preview, { headers: { Accept: "application/json" } }).catch(() => null);
    const { pages, mark, says } = answer?.ok && !answer.redirected ? await answer.json() : { says: this.words.no_preview };
    if (says) {
      this.place.replaceChildren(Object.assign(document.createElement("p"), { className: "muted", textContent: says }));
      return;
    }
    const top = this.place.scrollTop;
    const all = pages.map((url, at) => Object.assign(document.createElement("img"), {
      src: `${url}?v=${mark}`, width: 720, height: 1018, loading: "lazy", alt: this.words.page.replace("{}", at + 1),
    }));
    this.place.replaceChildren(...all);
    this.place.scrollTop = top;
  }
}
