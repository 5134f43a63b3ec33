const ANSWERS = {
    once: [true, false],
    always: [true, true],
    no: [false, false],
    never: [false, true],
};
document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-consent]");
    const place = button && button.closest("[data-purpose][data-provider]");
    if (!place)
        return;
    const answer = ANSWERS[button.dataset["consent"] ?? ""];
    const question = place.dataset;
    if (answer)
        broadsheet.consent.decide(question, ...answer);
    else
        broadsheet.consent.withdraw(question);
});
export {};
