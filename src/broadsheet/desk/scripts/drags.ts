// Stories and containers by mouse. The arrows beside each do the same by keyboard.

import { onBoard, put, type Board } from "./moves.js";

const MARK = "desk-drop";

/** The first of the items that begins below the pointer. */
const below = (items: Iterable<Element>, y: number): Element | null => {
  for (const item of items) {
    const box = item.getBoundingClientRect();
    if (y < box.top + box.height / 2) return item;
  }
  return null;
};

export const drags = (board: Board): void => {
  let dragged: HTMLElement | null = null;

  const listAt = (event: DragEvent): Element | null => {
    if (dragged?.dataset["container"]) return board.containers;
    const container = (event.target as Element).closest("[data-container]");
    return container?.querySelector("[data-stories]") ?? null;
  };

  const unmark = (): void => {
    for (const each of document.querySelectorAll(`.${MARK}`)) each.classList.remove(MARK);
  };

  document.addEventListener("dragstart", (event) => {
    const target = event.target as Element;
    dragged = target.closest<HTMLElement>("[data-story]") ?? target.closest<HTMLElement>("[data-container]");
    event.dataTransfer?.setData("text/plain", dragged?.textContent?.trim() ?? "");
  });
  document.addEventListener("dragend", () => {
    dragged = null;
    unmark();
  });
  board.containers.addEventListener("dragover", (event) => {
    const list = listAt(event);
    if (!dragged || !list) return;
    event.preventDefault();
    unmark();
    (below(list.children, event.clientY) ?? list).classList.add(MARK);
  });
  board.containers.addEventListener("drop", (event) => {
    const list = listAt(event);
    if (!dragged || !list) return;
    event.preventDefault();
    const item = dragged.dataset["story"] ? onBoard(board, dragged) : dragged;
    const others = [...list.children].filter((each) => each !== item);
    put(board, item, list, below(others, event.clientY));
    unmark();
  });
};
