const SANDBOX = [
    "allow-scripts",
    "allow-same-origin",
    "allow-forms",
    "allow-popups",
    "allow-popups-to-escape-sandbox",
    "allow-presentation",
];
const FEATURES = "fullscreen; encrypted-media; picture-in-picture";
class Embed {
    #place;
    #frame;
    constructor(place) {
        this.#place = place;
        broadsheet.consent.subscribe(() => this.#show());
        this.#show();
    }
    #show() {
        const isAllowed = broadsheet.consent.answer(this.#place.dataset) === true;
        if (isAllowed === Boolean(this.#frame))
            return;
        const isHere = this.#place.contains(document.activeElement);
        if (isAllowed)
            this.#load();
        else
            this.#unload();
        if (!isHere)
            return;
        this.#place.focus({ preventScroll: true });
        const status = this.#place.querySelector("[role=status]");
        if (status)
            status.textContent = this.#place.dataset[isAllowed ? "on" : "off"] ?? "";
    }
    #load() {
        const frame = document.createElement("iframe");
        frame.sandbox.add(...SANDBOX);
        frame.allow = FEATURES;
        frame.referrerPolicy = "strict-origin-when-cross-origin";
        frame.title = this.#place.dataset["title"] ?? "";
        frame.src = this.#place.dataset["frame"] ?? "";
        this.#place.querySelector(".embed-stage")?.append(frame);
        this.#place.dataset["loaded"] = "";
        this.#frame = frame;
    }
    #unload() {
        this.#frame?.remove();
        this.#frame = undefined;
        delete this.#place.dataset["loaded"];
    }
}
for (const place of document.querySelectorAll(".embed[data-frame]"))
    new Embed(place);
export {};
