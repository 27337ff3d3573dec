/* Parts fetched while somebody works on the page (hx-get). What a person chose or is typing is
   never replaced by what a machine sends: that holds here for every fetched part, once. */
(() => {
  "use strict";

  const CONTROLS = "input[name]:not([type=hidden]), select[name], textarea[name]";
  const touched = new WeakSet();
  const awaited = new WeakMap();
  const asked = new WeakMap();
  const composing = (event) => event.isComposing || event.keyCode === 229;

  const controls = (root) => [...root.querySelectorAll(CONTROLS)];
  /* Ticks and radio buttons of one name are one answer: touching one is touching all. */
  const named = (control) => (control.form ? [...control.form.elements] : [control])
    .filter((one) => one.name === control.name);
  const touch = (control) => named(control).forEach((one) => touched.add(one));
  /* Someone who is just typing in it has not let go of it yet. */
  const held = (root) => controls(root).some((one) => touched.has(one))
    || (root.contains(document.activeElement) && document.activeElement.matches("input, select, textarea"));

  /* Parts of a target that are replaced one by one; without marks it is one part. */
  function merge(target, answer) {
    const fresh = document.createElement("template");
    fresh.innerHTML = answer;
    fresh.content.querySelectorAll("[data-part]").forEach((one) => {
      const old = target.querySelector(`[data-part="${one.dataset.part}"]`);
      if (!old || held(old)) return;
      if (one.matches("details")) one.open ||= old.open;
      old.replaceWith(one);
      window.htmx.process(one);
      window.htmx.trigger(one, "htmx:load", { elt: one });
    });
  }

  document.addEventListener("input", (event) => { if (event.target.name) touch(event.target); });
  document.addEventListener("change", (event) => { if (event.target.name) touch(event.target); });
  /* Taken up from a draft: chosen as well, only earlier. */
  document.addEventListener("zhuqi:restored", (event) => touch(event.target));

  /* A page that came back with what was typed: all that is filled in is the person's. */
  const filled = (one) => (["checkbox", "radio"].includes(one.type) ? one.checked : one.value !== "");
  const takeUp = (root) => root.querySelectorAll("form[data-typed]").forEach(
    (form) => controls(form).filter(filled).forEach(touch));
  document.addEventListener("htmx:load", (event) => takeUp(event.detail.elt));
  takeUp(document);

  /* Only the answer to what is asked now counts. htmx asks the next question when an answer is in;
     what was changed meanwhile makes that answer one to an older question. */
  const question = (element) => JSON.stringify(window.htmx.values(element, "get"));
  document.addEventListener("htmx:beforeSend", (event) => {
    const { elt, target, xhr } = event.detail;
    asked.set(xhr, { asker: elt, what: question(elt) });
    awaited.set(target, xhr);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, xhr, serverResponse } = event.detail;
    const sent = asked.get(xhr);
    if (sent && (sent.what !== question(sent.asker) || awaited.get(target) !== xhr)) {
      event.detail.shouldSwap = false;
    } else if (event.detail.shouldSwap && (held(target) || target.querySelector("[data-part]"))) {
      event.detail.shouldSwap = false;
      merge(target, serverResponse);
    }
  });

  const asks = (target) => target.closest("[hx-get]");
  /* Half a word of pinyin is no question: what looks things up hears of a word when it is written. */
  document.addEventListener("input", (event) => {
    if (composing(event) && asks(event.target)) event.stopImmediatePropagation();
  }, true);
  document.addEventListener("compositionend", (event) => {
    if (asks(event.target)) event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
