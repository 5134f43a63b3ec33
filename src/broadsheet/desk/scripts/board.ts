// The board of a front: one container below the other, stories in them. The order of the
// elements is the order of the front; the form sends it as it stands.

import { drags } from "./drags.js";
import { add, announce, changed, move, remove, type Board } from "./moves.js";
import { previews } from "./previews.js";
import { searches } from "./searches.js";

const form = document.querySelector<HTMLFormElement>("[data-front]");
const containers = form?.querySelector<HTMLElement>("[data-containers]");
const said = form?.querySelector<HTMLElement>("[data-said]");

const activate = (board: Board, container: Element | null): void => {
  if (!container) return;
  for (const each of board.containers.children) each.toggleAttribute("data-active", each === container);
};

const addContainer = (board: Board): void => {
  const template = document.querySelector<HTMLTemplateElement>("[data-new-container]");
  const fresh = template?.content.firstElementChild?.cloneNode(true);
  if (!(fresh instanceof HTMLElement)) return;
  const key = `n${Date.now()}`;
  fresh.dataset["container"] = key;
  for (const field of fresh.querySelectorAll<HTMLInputElement>("[name]")) {
    field.name = field.name.replace(/^new-/, `${key}-`);
  }
  fresh.querySelector("[data-key]")?.setAttribute("value", key);
  board.containers.append(fresh);
  activate(board, fresh);
  fresh.querySelector("select")?.focus();
  announce(board, "addedContainer", {});
  changed(board);
};

/** A container that becomes a text box gets an editor for its words. */
const offerText = (select: HTMLSelectElement): void => {
  const container = select.closest<HTMLElement>("[data-container]");
  const place = container?.querySelector<HTMLElement>("[data-text]");
  const template = document.querySelector<HTMLTemplateElement>("[data-new-text]");
  if (!container || !place || !template || select.value !== "text" || place.childElementCount) return;
  const editor = template.content.cloneNode(true) as DocumentFragment;
  const key = container.dataset["container"] ?? "";
  for (const field of editor.querySelectorAll<HTMLInputElement>("[name]")) {
    field.id = field.name = `${key}-text`;
  }
  place.append(editor);
};

const act = (board: Board, button: HTMLElement): void => {
  const item = button.closest<HTMLElement>("[data-story]") ?? button.closest<HTMLElement>("[data-container]");
  const name = button.dataset["do"];
  if (name === "add-container") addContainer(board);
  if (!item) return;
  if (name === "add") add(board, item);
  if (name === "remove") remove(board, item);
  if (name === "up" || name === "down") move(board, item, name, button);
};

if (form && containers && said) {
  const board: Board = { form, containers, said };
  activate(board, containers.firstElementChild);
  document.addEventListener("click", ({ target }) => {
    const button = (target as Element).closest<HTMLElement>("[data-do]");
    if (button) act(board, button);
  });
  containers.addEventListener("focusin", ({ target }) => activate(board, (target as Element).closest("[data-container]")));
  containers.addEventListener("click", ({ target }) => activate(board, (target as Element).closest("[data-container]")));
  containers.addEventListener("keydown", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("button");
    const item = button?.closest<HTMLElement>("[data-story]") ?? button?.closest<HTMLElement>("[data-container]");
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key] as "up" | "down" | undefined;
    if (!event.altKey || !button || !item || !way) return;
    event.preventDefault();
    move(board, item, way, button);
  });
  form.addEventListener("change", ({ target }) => {
    if ((target as Element).matches("[data-layout]")) offerText(target as HTMLSelectElement);
  });
  drags(board);
  searches();
  previews(board);
}
