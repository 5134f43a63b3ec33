/**
 * Loads external content into its placeholder while the reader allows it, and takes it out again.
 *
 *     <aside class="embed" tabindex="-1" data-purpose="embeds" data-provider="youtube" … data-frame="https://…">
 *       <div class="embed-stage">…</div> … <p role="status"></p>
 *     </aside>
 *
 * The stage has the frame's room from the beginning, so nothing in the page moves.
 */

import type { Question } from "./consent.js";

/** The provider's own scripts, storage and windows; never ours: its origin is always another one. */
const SANDBOX = [
  "allow-scripts",
  "allow-same-origin",
  "allow-forms",
  "allow-popups",
  "allow-popups-to-escape-sandbox",
  "allow-presentation",
];
const FEATURES = "fullscreen; encrypted-media; picture-in-picture";

class Embed {
  readonly #place: HTMLElement;
  #frame: HTMLIFrameElement | undefined;

  constructor(place: HTMLElement) {
    this.#place = place;
    broadsheet.consent.subscribe(() => this.#show());
    this.#show();
  }

  #show(): void {
    const isAllowed = broadsheet.consent.answer(this.#place.dataset as Question) === true;
    if (isAllowed === Boolean(this.#frame)) return;
    // Whoever pressed a button here stands on something that now goes: the box is what stays.
    const isHere = this.#place.contains(document.activeElement);
    if (isAllowed) this.#load();
    else this.#unload();
    if (!isHere) return;
    this.#place.focus({ preventScroll: true });
    const status = this.#place.querySelector("[role=status]");
    if (status) status.textContent = this.#place.dataset[isAllowed ? "on" : "off"] ?? "";
  }

  #load(): void {
    const frame = document.createElement("iframe");
    frame.sandbox.add(...SANDBOX);
    frame.allow = FEATURES;
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.title = this.#place.dataset["title"] ?? "";
    frame.src = this.#place.dataset["frame"] ?? "";
    this.#place.querySelector(".embed-stage")?.append(frame);
    this.#place.dataset["loaded"] = "";
    this.#frame = frame;
  }

  #unload(): void {
    this.#frame?.remove();
    this.#frame = undefined;
    delete this.#place.dataset["loaded"];
  }
}

for (const place of document.querySelectorAll<HTMLElement>(".embed[data-frame]")) new Embed(place);
