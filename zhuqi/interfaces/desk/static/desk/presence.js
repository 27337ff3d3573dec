/* An open case says every twenty seconds that it is open, and what is being written in it. */
(() => {
  "use strict";

  const STILL_WRITING = 120 * 1000;
  const field = document.querySelector("[data-presence] input[name=writing]");
  if (!field) return;
  let quiet = 0;

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || form.dataset.writing === undefined) return;
    clearTimeout(quiet);
    quiet = setTimeout(() => { field.value = ""; }, STILL_WRITING);
    if (field.value === form.dataset.writing) return;
    field.value = form.dataset.writing;
    window.htmx.trigger(field.parentElement, "writing");
  });
})();
