const ANSWERS = {
    once: [true, false],
    always: [true, true],
    no: [false, false],
    never: [false, true],
};
function question({ dataset }) {
    const { purpose = "", provider = "", name = provider, text = "", item } = dataset;
    return { purpose, provider, name, text, ...(item && { item }) };
}
document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-consent]");
    const place = button && button.closest("[data-purpose][data-provider]");
    if (!place)
        return;
    const answer = ANSWERS[button.dataset["consent"] ?? ""];
    if (answer)
        broadsheet.consent.decide(question(place), ...answer);
    else
        broadsheet.consent.withdraw(question(place));
});
export {};
