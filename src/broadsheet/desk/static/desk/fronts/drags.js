import { onBoard, put } from "./moves.js";
const MARK = "desk-drop";
const below = (items, y) => {
    for (const item of items) {
        const box = item.getBoundingClientRect();
        if (y < box.top + box.height / 2)
            return item;
    }
    return null;
};
export const drags = (board) => {
    let dragged = null;
    const listAt = (event) => {
        if (dragged?.dataset["container"])
            return board.containers;
        const container = event.target.closest("[data-container]");
        return container?.querySelector("[data-stories]") ?? null;
    };
    const unmark = () => {
        for (const each of document.querySelectorAll(`.${MARK}`))
            each.classList.remove(MARK);
    };
    document.addEventListener("dragstart", (event) => {
        const target = event.target;
        dragged = target.closest("[data-story]") ?? target.closest("[data-container]");
        event.dataTransfer?.setData("text/plain", dragged?.textContent?.trim() ?? "");
    });
    document.addEventListener("dragend", () => {
        dragged = null;
        unmark();
    });
    board.containers.addEventListener("dragover", (event) => {
        const list = listAt(event);
        if (!dragged || !list)
            return;
        event.preventDefault();
        unmark();
        (below(list.children, event.clientY) ?? list).classList.add(MARK);
    });
    board.containers.addEventListener("drop", (event) => {
        const list = listAt(event);
        if (!dragged || !list)
            return;
        event.preventDefault();
        const item = dragged.dataset["story"] ? onBoard(board, dragged) : dragged;
        const others = [...list.children].filter((each) => each !== item);
        put(board, item, list, below(others, event.clientY));
        unmark();
    });
};
