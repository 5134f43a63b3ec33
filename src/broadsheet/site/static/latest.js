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
function isRead(story) {
    return [...story.querySelectorAll("a")].some((link) => link.getAttribute("href") === location.pathname);
}
function trim(content, shown) {
    const stories = [...content.querySelectorAll("article")];
    const others = stories.filter((story) => !isRead(story)).slice(0, shown);
    for (const story of stories)
        if (!others.includes(story))
            (story.closest("li") ?? story).remove();
}
async function freshen(box) {
    const content = await fragment(box.dataset["fragment"] ?? "");
    if (!content)
        return;
    trim(content, Number(box.dataset["shown"]));
    if (!content.querySelector("article"))
        return;
    const heading = content.querySelector("h2[id]");
    if (heading)
        box.setAttribute("aria-labelledby", heading.id);
    box.replaceChildren(content);
    box.hidden = false;
    document.dispatchEvent(new Event("broadsheet:added"));
}
for (const box of document.querySelectorAll("[data-fragment]"))
    void freshen(box);
export {};
