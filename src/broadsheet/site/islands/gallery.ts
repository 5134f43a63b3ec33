/**
 * Steps through a gallery by buttons and arrow keys, and says which picture stands there.
 *
 *     <section class="gallery" data-previous="Vorheriges Bild" data-next="Nächstes Bild" data-position="# von 12">
 *       <div class="gallery-head">… <p class="gallery-position">12 Bilder</p></div>
 *       <ul tabindex="0"><li>…</li></ul>
 *     </section>
 *
 * The list scrolls and snaps by itself, by finger and without script. Nothing moves unasked.
 */

class Gallery {
  readonly #list: HTMLElement;
  readonly #pictures: HTMLElement[];
  readonly #position: HTMLElement;
  readonly #pattern: string;
  readonly #back: HTMLButtonElement;
  readonly #forth: HTMLButtonElement;
  /** Where the reader is going: a key pressed twice goes two steps, though the first has not ended. */
  #aim = 0;
  #shown = -1;

  constructor(section: HTMLElement, list: HTMLElement, position: HTMLElement) {
    this.#list = list;
    this.#position = position;
    this.#pictures = [...list.querySelectorAll<HTMLElement>(":scope > li")];
    this.#pattern = section.dataset["position"] ?? "#";
    this.#back = this.#button(section.dataset["previous"] ?? "", "back", -1);
    this.#forth = this.#button(section.dataset["next"] ?? "", "forth", 1);
    position.setAttribute("role", "status");
    position.after(this.#back, this.#forth);
    list.addEventListener("keydown", (event) => this.#press(event));
    list.addEventListener("scroll", () => this.#show(), { passive: true });
    list.addEventListener("scrollend", () => (this.#aim = this.#current()));
    this.#show();
  }

  #button(label: string, way: string, step: number): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `gallery-${way}`;
    button.ariaLabel = button.title = label;
    button.addEventListener("click", () => this.#go(this.#aim + step));
    return button;
  }

  #press(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const last = this.#pictures.length - 1;
    const to = { ArrowLeft: this.#aim - 1, ArrowRight: this.#aim + 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#go(to);
  }

  #go(to: number): void {
    this.#aim = Math.min(Math.max(to, 0), this.#pictures.length - 1);
    const first = this.#pictures[0];
    const aim = this.#pictures[this.#aim];
    if (first && aim) this.#list.scrollTo({ left: aim.offsetLeft - first.offsetLeft });
  }

  /** The picture nearest to the beginning of the list. */
  #current(): number {
    const start = (this.#pictures[0]?.offsetLeft ?? 0) + this.#list.scrollLeft;
    const distances = this.#pictures.map((picture) => Math.abs(picture.offsetLeft - start));
    return distances.indexOf(Math.min(...distances));
  }

  #show(): void {
    const current = this.#current();
    if (current === this.#shown) return;
    this.#shown = current;
    this.#position.textContent = this.#pattern.replace("#", String(current + 1));
    // Not `disabled`: that would take the focus from whoever has just pressed the button.
    this.#back.ariaDisabled = String(current === 0);
    this.#forth.ariaDisabled = String(current === this.#pictures.length - 1);
  }
}

for (const section of document.querySelectorAll<HTMLElement>(".gallery")) {
  const list = section.querySelector<HTMLElement>("ul");
  const position = section.querySelector<HTMLElement>(".gallery-position");
  if (list && position && list.children.length > 1) new Gallery(section, list, position);
}
