const dates = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
const words = (day) => dates.format(new Date(day));
class Remembered {
    #place;
    #list;
    #line;
    constructor(place, list, line) {
        this.#place = place;
        this.#list = list;
        this.#line = line;
        broadsheet.consent.subscribe(() => this.#show());
        this.#show();
    }
    #show() {
        const decisions = broadsheet.consent.remembered();
        const isHere = this.#list.contains(document.activeElement);
        const before = this.#list.children.length;
        this.#list.replaceChildren(...decisions.map((each) => this.#item(each)));
        this.#place.toggleAttribute("data-empty", !decisions.length);
        if (!isHere || decisions.length >= before)
            return;
        this.#place.focus({ preventScroll: true });
        const status = this.#place.querySelector("[role=status]");
        if (status)
            status.textContent = this.#place.dataset["withdrawn"] ?? "";
    }
    #item({ purpose, provider, name, yes, day, until }) {
        const item = this.#line.content.cloneNode(true);
        const [line, what, when] = ["li", "span", "small"].map((part) => item.querySelector(part));
        const said = this.#place.dataset;
        if (line)
            Object.assign(line.dataset, { purpose, provider });
        if (what)
            what.textContent = (said[purpose] ?? "#").replace("#", name);
        const pattern = said[yes ? "yes" : "no"] ?? "";
        if (when)
            when.textContent = pattern.replace("##", words(until)).replace("#", words(day));
        return item;
    }
}
for (const place of document.querySelectorAll(".remembered")) {
    const list = place.querySelector("ul");
    const line = place.querySelector("template");
    if (list && line)
        new Remembered(place, list, line);
}
export {};
