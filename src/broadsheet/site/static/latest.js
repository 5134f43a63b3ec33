const SHOWN = 6;
async function fragment(address) {
    try {
        const answer = await fetch(address, { headers: { Accept: "text/html" }, credentials: "omit" });
        if (!answer.ok)
            return undefined;
        const template = document.createElement("template");
        template.innerHTML = await answer.text();
        return template.content;
    }
    catch {
        return undefined;
    }
}
function trim(content) {
    for (const link of content.querySelectorAll("article a")) {
        if (link.getAttribute("href") === location.pathname)
            link.closest("article")?.remove();
    }
    for (const surplus of [...content.querySelectorAll("article")].slice(SHOWN))
        surplus.remove();
}
async function freshen(box) {
    const content = await fragment(box.dataset["fragment"] ?? "");
    if (!content)
        return;
    trim(content);
    if (!content.querySelector("article"))
        return;
    box.replaceChildren(content);
    box.hidden = false;
    document.dispatchEvent(new Event("broadsheet:added"));
}
for (const box of document.querySelectorAll("[data-fragment]"))
    void freshen(box);
export {};
