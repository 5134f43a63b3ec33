export const announce = (board, name, words) => {
    const text = board.form.dataset[name] ?? "";
    board.said.textContent = text.replace(/\{(\w+)\}/g, (_, key) => String(words[key] ?? ""));
};
export const changed = (board) => {
    board.form.dispatchEvent(new Event("change", { bubbles: true }));
};
const title = (story) => story.querySelector("[data-title]")?.textContent ?? "";
const place = (item) => {
    const siblings = [...(item.parentElement?.children ?? [])];
    return { place: siblings.indexOf(item) + 1, count: siblings.length };
};
const sayMoved = (board, item) => {
    if (item.dataset["container"])
        return announce(board, "movedContainer", place(item));
    const container = item.closest("[data-container]");
    const number = container ? place(container)["place"] : "";
    announce(board, "moved", { title: title(item), container: number ?? "", ...place(item) });
};
export const put = (board, item, list, before) => {
    list.insertBefore(item, before);
    const key = item.closest("[data-container]")?.dataset["container"];
    const field = item.querySelector("input");
    if (item.dataset["story"] && field && key)
        field.name = `${key}-pick`;
    sayMoved(board, item);
    changed(board);
};
const beyond = (item, way) => {
    const container = item.closest("[data-container]");
    const next = way === "up" ? container?.previousElementSibling : container?.nextElementSibling;
    return next?.querySelector("[data-stories]");
};
export const move = (board, item, way, focused) => {
    const list = item.parentElement;
    const neighbour = way === "up" ? item.previousElementSibling : item.nextElementSibling;
    const other = neighbour || !item.dataset["story"] ? null : beyond(item, way);
    if (neighbour && list)
        put(board, item, list, way === "up" ? neighbour : neighbour.nextElementSibling);
    if (other)
        put(board, item, other, way === "up" ? null : other.firstElementChild);
    focused.focus();
};
export const onBoard = (board, found) => {
    const selector = `[data-story="${found.dataset["story"] ?? ""}"]`;
    return board.containers.querySelector(selector) ?? found.cloneNode(true);
};
export const add = (board, found) => {
    const container = board.containers.querySelector("[data-active]") ?? board.containers.lastElementChild;
    const list = container?.querySelector("[data-stories]");
    if (list)
        put(board, onBoard(board, found), list, null);
};
export const remove = (board, item) => {
    const next = item.nextElementSibling ?? item.previousElementSibling ?? item.parentElement?.closest("li");
    announce(board, "removed", { title: title(item) || (board.form.dataset["unnamed"] ?? "") });
    item.remove();
    const button = next?.querySelector('[data-do="remove"]');
    (button ?? board.form.querySelector('[data-do="add-container"]'))?.focus();
    changed(board);
};
