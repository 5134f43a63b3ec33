// Moves a story or a container, keeps the focus where it was, and says what happened.

export interface Board {
  form: HTMLFormElement;
  containers: HTMLElement;
  said: HTMLElement;
}

type Words = Record<string, string | number>;

export const announce = (board: Board, name: string, words: Words): void => {
  const text = board.form.dataset[name] ?? "";
  board.said.textContent = text.replace(/\{(\w+)\}/g, (_, key: string) => String(words[key] ?? ""));
};

export const changed = (board: Board): void => {
  board.form.dispatchEvent(new Event("change", { bubbles: true }));
};

const title = (story: Element): string => story.querySelector("[data-title]")?.textContent ?? "";

const place = (item: Element): Words => {
  const siblings = [...(item.parentElement?.children ?? [])];
  return { place: siblings.indexOf(item) + 1, count: siblings.length };
};

const sayMoved = (board: Board, item: HTMLElement): void => {
  if (item.dataset["container"]) return announce(board, "movedContainer", place(item));
  const container = item.closest("[data-container]");
  const number = container ? place(container)["place"] : "";
  announce(board, "moved", { title: title(item), container: number ?? "", ...place(item) });
};

/** Puts a story into a list, before another one or at the end; its field is named after the container. */
export const put = (board: Board, item: HTMLElement, list: Element, before: Element | null): void => {
  list.insertBefore(item, before);
  const key = item.closest<HTMLElement>("[data-container]")?.dataset["container"];
  const field = item.querySelector("input");
  if (item.dataset["story"] && field && key) field.name = `${key}-pick`;
  sayMoved(board, item);
  changed(board);
};

/** The list of the container above or below. */
const beyond = (item: HTMLElement, way: "up" | "down"): Element | null | undefined => {
  const container = item.closest("[data-container]");
  const next = way === "up" ? container?.previousElementSibling : container?.nextElementSibling;
  return next?.querySelector("[data-stories]");
};

/** One place up or down; a story at the end of its list goes on in the container beyond. */
export const move = (board: Board, item: HTMLElement, way: "up" | "down", focused: HTMLElement): void => {
  const list = item.parentElement;
  const neighbour = way === "up" ? item.previousElementSibling : item.nextElementSibling;
  const other = neighbour || !item.dataset["story"] ? null : beyond(item, way);
  if (neighbour && list) put(board, item, list, way === "up" ? neighbour : neighbour.nextElementSibling);
  if (other) put(board, item, other, way === "up" ? null : other.firstElementChild);
  focused.focus();
};

/** The story on the board, taken from the search; the same story never stands there twice. */
export const onBoard = (board: Board, found: HTMLElement): HTMLElement => {
  const selector = `[data-story="${found.dataset["story"] ?? ""}"]`;
  return board.containers.querySelector<HTMLElement>(selector) ?? (found.cloneNode(true) as HTMLElement);
};

/** Into the marked container, or the last one. */
export const add = (board: Board, found: HTMLElement): void => {
  const container = board.containers.querySelector("[data-active]") ?? board.containers.lastElementChild;
  const list = container?.querySelector("[data-stories]");
  if (list) put(board, onBoard(board, found), list, null);
};

/** The focus goes to what stands there now, or to the container. */
export const remove = (board: Board, item: HTMLElement): void => {
  const next = item.nextElementSibling ?? item.previousElementSibling ?? item.parentElement?.closest("li");
  announce(board, "removed", { title: title(item) || (board.form.dataset["unnamed"] ?? "") });
  item.remove();
  const button = next?.querySelector<HTMLElement>('[data-do="remove"]');
  (button ?? board.form.querySelector<HTMLElement>('[data-do="add-container"]'))?.focus();
  changed(board);
};
