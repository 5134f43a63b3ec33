const STORED = "broadsheet-consent";
const KEPT_FOR = 365 * 86_400_000;
const day = (later = 0) => new Date(Date.now() + later).toISOString().slice(0, 10);
const stands = (decision) => decision.until > day();
const key = ({ purpose, provider }) => `${purpose} ${provider}`;
function attempt(action) {
    try {
        return action();
    }
    catch {
        return undefined;
    }
}
const device = {
    read: () => attempt(() => JSON.parse(localStorage.getItem(STORED) ?? "[]").filter(stands)) ?? [],
    write: (all) => attempt(() => (all.length ? localStorage.setItem(STORED, JSON.stringify(all)) : localStorage.removeItem(STORED))),
    watch: (changed) => addEventListener("storage", ({ key }) => (key ?? STORED) === STORED && changed()),
};
export class Consent {
    #keeper = device;
    #known = [];
    #here = new Map();
    #listeners = new Set();
    answer(question) {
        const here = this.#here.get(key(question));
        const kept = this.remembered().find((each) => key(each) === key(question) && each.text === question.text);
        return here?.get(question.item ?? "") ?? here?.get("") ?? kept?.yes;
    }
    decide(question, yes, remember) {
        const { purpose, provider, name, text, item = "" } = question;
        const decision = { purpose, provider, name, text, yes, day: day(), until: day(KEPT_FOR) };
        if (remember)
            this.#keep(question, [decision]);
        const here = new Map(this.#here.get(key(question))).set(remember ? "" : item, yes);
        if (!remember || this.answer(question) !== yes)
            this.#here.set(key(question), here);
        this.refresh();
    }
    withdraw(subject) {
        const isKept = this.remembered().some((each) => key(each) === key(subject));
        const wasHere = subject.item && this.#here.get(key(subject))?.delete(subject.item);
        if (isKept || !wasHere)
            this.#keep(subject, []);
        this.refresh();
    }
    remembered() {
        return this.#keeper.read();
    }
    subscribe(listener) {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
    }
    keepWith(keeper) {
        (this.#keeper = keeper).watch(() => this.refresh());
        this.refresh();
    }
    refresh() {
        const kept = this.remembered();
        for (const one of this.#known)
            if (!kept.some((each) => key(each) === key(one)))
                this.#here.delete(key(one));
        this.#known = kept;
        for (const listener of this.#listeners)
            listener();
    }
    #keep(subject, decisions) {
        this.#here.delete(key(subject));
        this.#keeper.write([...this.remembered().filter((each) => key(each) !== key(subject)), ...decisions]);
    }
}
globalThis.broadsheet = { consent: new Consent() };
broadsheet.consent.keepWith(device);
for (const event of ["pageshow", "visibilitychange"])
    addEventListener(event, () => broadsheet.consent.refresh());
