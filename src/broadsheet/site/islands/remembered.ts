/**
 * Lists what this device remembers, each with the button that takes it back.
 *
 *     <section class="remembered" tabindex="-1" data-ads="Werbung von #" data-yes="erlaubt am # bis ##" …>
 *       <p class="remembered-none">…</p> <ul></ul> <p role="status"></p>
 *       <template><li><span></span> <small></small> <button data-consent="withdraw">…</button></li></template>
 *     </section>
 */

import type { Decision } from "./consent.js";

const dates = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
const words = (day: string): string => dates.format(new Date(day));

class Remembered {
  readonly #place: HTMLElement;
  readonly #list: HTMLElement;
  readonly #line: HTMLTemplateElement;

  constructor(place: HTMLElement, list: HTMLElement, line: HTMLTemplateElement) {
    this.#place = place;
    this.#list = list;
    this.#line = line;
    broadsheet.consent.subscribe(() => this.#show());
    this.#show();
  }

  #show(): void {
    const decisions = broadsheet.consent.remembered();
    const isHere = this.#list.contains(document.activeElement);
    const before = this.#list.children.length;
    this.#list.replaceChildren(...decisions.map((each) => this.#item(each)));
    this.#place.toggleAttribute("data-empty", !decisions.length);
    if (!isHere || decisions.length >= before) return;
    this.#place.focus({ preventScroll: true });
    const status = this.#place.querySelector("[role=status]");
    if (status) status.textContent = this.#place.dataset["withdrawn"] ?? "";
  }

  #item({ purpose, provider, name, yes, day, until }: Decision): Node {
    const item = this.#line.content.cloneNode(true) as DocumentFragment;
    const [line, what, when] = ["li", "span", "small"].map((part) => item.querySelector<HTMLElement>(part));
    const said = this.#place.dataset;
    if (line) Object.assign(line.dataset, { purpose, provider });
    if (what) what.textContent = (said[purpose] ?? "#").replace("#", name);
    const pattern = said[yes ? "yes" : "no"] ?? "";
    if (when) when.textContent = pattern.replace("##", words(until)).replace("#", words(day));
    return item;
  }
}

for (const place of document.querySelectorAll<HTMLElement>(".remembered")) {
  const list = place.querySelector("ul");
  const line = place.querySelector("template");
  if (list && line) new Remembered(place, list, line);
}
