export const found = () => {
    const root = document.querySelector("[data-inbox]");
    const results = root?.querySelector("[data-results]");
    const pane = root?.querySelector("[data-pane]");
    const filter = root?.querySelector("[data-filter]");
    return root && results && pane && filter ? { root, results, pane, filter } : null;
};
export const sentence = (inbox, name, words = {}) => (inbox.root.dataset[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => words[key] ?? "");
export const say = (inbox, text, link) => {
    const said = inbox.root.querySelector("[data-said]");
    said?.replaceChildren(text);
    if (!link)
        return;
    const anchor = document.createElement("a");
    anchor.href = link.url;
    anchor.textContent = link.text;
    said?.append(" ", anchor);
};
export const fetched = async (url, signal) => {
    try {
        const answer = await fetch(url, { credentials: "same-origin", signal: signal ?? null });
        return answer.ok && !answer.redirected ? await answer.text() : null;
    }
    catch {
        return null;
    }
};
export const sent = async (inbox, url, fields) => {
    const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: inbox.root.dataset["csrf"] ?? "" });
    try {
        const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
        return { ...(await answer.json()), status: answer.status };
    }
    catch {
        return { status: 0, told: sentence(inbox, "failed") };
    }
};
