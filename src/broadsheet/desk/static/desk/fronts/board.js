import { drags } from "./drags.js";
import { add, announce, changed, move, remove } from "./moves.js";
import { previews } from "./previews.js";
import { searches } from "./searches.js";
const form = document.querySelector("[data-front]");
const containers = form?.querySelector("[data-containers]");
const said = form?.querySelector("[data-said]");
const activate = (board, container) => {
    if (!container)
        return;
    for (const each of board.containers.children)
        each.toggleAttribute("data-active", each === container);
};
const addContainer = (board) => {
    const template = document.querySelector("[data-new-container]");
    const fresh = template?.content.firstElementChild?.cloneNode(true);
    if (!(fresh instanceof HTMLElement))
        return;
    const key = `n${Date.now()}`;
    fresh.dataset["container"] = key;
    for (const field of fresh.querySelectorAll("[name]")) {
        field.name = field.name.replace(/^new-/, `${key}-`);
    }
    fresh.querySelector("[data-key]")?.setAttribute("value", key);
    board.containers.append(fresh);
    activate(board, fresh);
    fresh.querySelector("select")?.focus();
    announce(board, "addedContainer", {});
    changed(board);
};
const offerText = (select) => {
    const container = select.closest("[data-container]");
    const place = container?.querySelector("[data-text]");
    const template = document.querySelector("[data-new-text]");
    if (!container || !place || !template || select.value !== "text" || place.childElementCount)
        return;
    const editor = template.content.cloneNode(true);
    const key = container.dataset["container"] ?? "";
    for (const field of editor.querySelectorAll("[name]")) {
        field.id = field.name = `${key}-text`;
    }
    place.append(editor);
};
const act = (board, button) => {
    const item = button.closest("[data-story]") ?? button.closest("[data-container]");
    const name = button.dataset["do"];
    if (name === "add-container")
        addContainer(board);
    if (!item)
        return;
    if (name === "add")
        add(board, item);
    if (name === "remove")
        remove(board, item);
    if (name === "up" || name === "down")
        move(board, item, name, button);
};
if (form && containers && said) {
    const board = { form, containers, said };
    activate(board, containers.firstElementChild);
    document.addEventListener("click", ({ target }) => {
        const button = target.closest("[data-do]");
        if (button)
            act(board, button);
    });
    containers.addEventListener("focusin", ({ target }) => activate(board, target.closest("[data-container]")));
    containers.addEventListener("click", ({ target }) => activate(board, target.closest("[data-container]")));
    containers.addEventListener("keydown", (event) => {
        const button = event.target.closest("button");
        const item = button?.closest("[data-story]") ?? button?.closest("[data-container]");
        const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
        if (!event.altKey || !button || !item || !way)
            return;
        event.preventDefault();
        move(board, item, way, button);
    });
    form.addEventListener("change", ({ target }) => {
        if (target.matches("[data-layout]"))
            offerText(target);
    });
    drags(board);
    searches();
    previews(board);
}
