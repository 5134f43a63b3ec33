import { say, sent, sentence } from "./page.js";
import { show } from "./pane.js";
import { marked } from "./rows.js";
const FORM = "form[data-take]";
export const picture = (inbox) => {
    const button = inbox.pane.querySelector(`${FORM} button`);
    button?.form?.requestSubmit(button);
};
const take = async (inbox, form, button) => {
    const story = button instanceof HTMLButtonElement && button.name === "story" ? button.value : "";
    const told = await sent(inbox, form.action, { story });
    if (told.status !== 200 || !told.url)
        return say(inbox, told.told ?? sentence(inbox, "failed"));
    const row = marked(inbox);
    if (row)
        await show(inbox, row);
    say(inbox, told.told ?? "", { url: told.url, text: sentence(inbox, "look") });
};
export const pictures = (inbox) => {
    inbox.pane.addEventListener("submit", (event) => {
        const form = event.target;
        if (!form.matches(FORM))
            return;
        event.preventDefault();
        void take(inbox, form, event.submitter);
    });
};
