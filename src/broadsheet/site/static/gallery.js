class Gallery {
    #list;
    #pictures;
    #position;
    #pattern;
    #back;
    #forth;
    #aim = 0;
    #shown = -1;
    constructor(section, list, position) {
        this.#list = list;
        this.#position = position;
        this.#pictures = [...list.querySelectorAll(":scope > li")];
        this.#pattern = section.dataset["position"] ?? "#";
        this.#back = this.#button(section.dataset["previous"] ?? "", "back", -1);
        this.#forth = this.#button(section.dataset["next"] ?? "", "forth", 1);
        position.setAttribute("role", "status");
        position.after(this.#back, this.#forth);
        list.addEventListener("keydown", (event) => this.#press(event));
        list.addEventListener("scroll", () => this.#show(), { passive: true });
        list.addEventListener("scrollend", () => (this.#aim = this.#current()));
        this.#show();
    }
    #button(label, way, step) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = `gallery-${way}`;
        button.ariaLabel = button.title = label;
        button.addEventListener("click", () => this.#go(this.#aim + step));
        return button;
    }
    #press(event) {
        if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey)
            return;
        const last = this.#pictures.length - 1;
        const to = { ArrowLeft: this.#aim - 1, ArrowRight: this.#aim + 1, Home: 0, End: last }[event.key];
        if (to === undefined)
            return;
        event.preventDefault();
        this.#go(to);
    }
    #go(to) {
        this.#aim = Math.min(Math.max(to, 0), this.#pictures.length - 1);
        const first = this.#pictures[0];
        const aim = this.#pictures[this.#aim];
        if (first && aim)
            this.#list.scrollTo({ left: aim.offsetLeft - first.offsetLeft });
    }
    #current() {
        const start = (this.#pictures[0]?.offsetLeft ?? 0) + this.#list.scrollLeft;
        const distances = this.#pictures.map((picture) => Math.abs(picture.offsetLeft - start));
        return distances.indexOf(Math.min(...distances));
    }
    #show() {
        const current = this.#current();
        if (current === this.#shown)
            return;
        this.#shown = current;
        this.#position.textContent = this.#pattern.replace("#", String(current + 1));
        this.#back.ariaDisabled = String(current === 0);
        this.#forth.ariaDisabled = String(current === this.#pictures.length - 1);
    }
}
for (const section of document.querySelectorAll(".gallery")) {
    const list = section.querySelector("ul");
    const position = section.querySelector(".gallery-position");
    if (list && position && list.children.length > 1)
        new Gallery(section, list, position);
}
export {};
