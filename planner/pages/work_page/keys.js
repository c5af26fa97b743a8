/* Keys for what Streamlit gives none: buttons that open a small window, the undo of the log, and phases by place. */
(() => {
  const buttons = { KeyI: "interrupting", KeyK: "getting_stuck", KeyU: "undo_entry" };
  const fields = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true], .stDataFrame";
  const key_of_phase = (code) => {
    const phases = document.getElementById("phase-keys")?.dataset.phases.split(" ") ?? [];
    return `start_${phases[Number(code.slice("Digit".length)) - 1]}`;
  };
  const key_of = ({ code, shiftKey }) => {
    if (shiftKey) return /^Digit[1-9]$/.test(code) ? key_of_phase(code) : null;
    return buttons[code];
  };
  const type_in_the_window = (tries) => {
    const field = document.querySelector("[data-testid=stPopoverBody] input");
    if (field) field.focus();
    else if (tries) setTimeout(() => type_in_the_window(tries - 1), 50);
  };
  const press = (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    /* With Alt, letters such as "ß" and "@" are typed on a Mac: then no key is a shortcut, nor one of Streamlit's. */
    if (event.target.closest?.(fields)) return event.stopPropagation();
    const key = key_of(event);
    const button = key && document.querySelector(`.st-key-${key} button`);
    if (!button) return;
    event.preventDefault();
    button.click();
    if (button.getAttribute("aria-haspopup")) type_in_the_window(20);
  };
  /* On the body: after the fields of the page, before the shortcuts, which listen on the document. */
  document.body.removeEventListener("keydown", window.callItPress);
  document.body.addEventListener("keydown", (window.callItPress = press));
})();
