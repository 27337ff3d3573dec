/* What was typed is kept until it has been sent: a form with data-draft survives a closed tab.

   Kept on this machine for the person of the page (data-person) and for seven days at most; gone
   when it was done, when they sign out and when somebody else signs in. What concerns a confidential
   case (data-draft-short, or its tick) survives a reload and no more; text with a mark of secrecy is
   kept nowhere. */
(() => {
  "use strict";

  const WEEK = 7 * 24 * 3600 * 1000;
  const SECRET = /(绝密|机密|秘密)\s*[★☆]/;
  const SENT = "sent";
  const SIGNED_IN = "signed-in";
  const person = document.body.dataset.person || "";
  const each = (selector, root, act) => root.querySelectorAll(selector).forEach(act);
  /* Storage may be full or forbidden: then pages do without. */
  const trying = (act) => { try { return act(); } catch { return null; } };
  const stores = () => [localStorage, sessionStorage];
  const isTick = (one) => one.type === "checkbox" || one.type === "radio";

  /* A draft named by an address is one wherever its form stands: on a page of its own, in a panel. */
  function keyOf(form) {
    const name = form.dataset.draft;
    return `draft:${person}:${name.startsWith("/") ? name : `${location.pathname}:${name}`}`;
  }

  const isShort = (form) =>
    !person || form.dataset.draftShort !== undefined || form.elements.confidential?.checked === true;

  function forget(match) {
    trying(() => stores().forEach((store) => {
      Object.keys(store).filter((key) => key.startsWith("draft:") && match(key, store))
        .forEach((key) => store.removeItem(key));
    }));
  }

  const fields = (form) => [...form.elements].filter(
    (one) => one.name && !["hidden", "file", "password", "submit", "button"].includes(one.type));
  const seen = (form) => form.elements.seen?.value || "";

  function keep(form) {
    const values = {};
    fields(form).filter((one) => !isTick(one) || one.checked).forEach((one) => {
      (values[one.name] ||= []).push(one.value);
    });
    const key = keyOf(form);
    forget((one) => one === key);
    if (SECRET.test(Object.values(values).flat().join("\n"))) return;
    const kept = JSON.stringify({ at: Date.now(), seen: seen(form), values });
    trying(() => (isShort(form) ? sessionStorage : localStorage).setItem(key, kept));
  }

  function take(form) {
    // The server's answer with errors already holds what was typed.
    if (form.querySelector(".z-errors") || form.dataset.typed !== undefined) return;
    const key = keyOf(form);
    // Marked confidential since: from now on only as long as the tab.
    const long = isShort(form) && trying(() => localStorage.getItem(key));
    if (long) trying(() => { localStorage.removeItem(key); sessionStorage.setItem(key, long); });
    const kept = trying(() => JSON.parse(sessionStorage.getItem(key) || localStorage.getItem(key)));
    if (!kept) return;
    const restored = fields(form).filter((one) => {
      const values = kept.values[one.name];
      const was = isTick(one) ? one.checked : one.value;
      if (isTick(one)) {
        one.checked = values !== undefined && values.includes(one.value);
        return was !== one.checked;
      }
      const value = values?.shift();
      const offered = one.type !== "select-one" || [...one.options].some((choice) => choice.value === value);
      if (value !== undefined && offered) one.value = value;
      return was !== one.value;
    });
    // Chosen earlier, chosen all the same (fetched.js), and what is folded away is opened.
    restored.forEach((one) => {
      one.dispatchEvent(new Event("zhuqi:restored", { bubbles: true }));
      for (let fold = one.closest("details"); fold; fold = fold.parentElement.closest("details")) {
        fold.open = true;
      }
    });
    const note = form.querySelector("[data-draft-note]");
    if (restored.length && note) {
      const moved = kept.seen && seen(form) && kept.seen !== seen(form);
      note.textContent = `已恢复您上次没有提交的内容。${moved ? "此后有新的情况，请核对后再提交。" : ""}`;
      note.hidden = false;
    }
  }

  /* A page that says that what was sent last has been done (data-done) clears that draft, one that
     says which was taken over (data-draft-done="name") that one, and one that refused a mark of
     secrecy (data-drafts-wiped) all of them. */
  function clear(root) {
    each("[data-done]", root, () => trying(() => {
      const sent = sessionStorage.getItem(SENT);
      sessionStorage.removeItem(SENT);
      forget((key) => key === sent);
    }));
    each("[data-draft-done]", root, (mark) => forget((key) => key.endsWith(`:${mark.dataset.draftDone}`)));
    each("[data-drafts-wiped]", root, () => forget(() => true));
  }

  function takeUp(root) {
    clear(root);
    each("form[data-draft]", root, take);
  }

  /* Somebody else's, and what is too old. A page for strangers, as that for signing in, keeps all. */
  if (person) {
    forget((key, store) => !key.startsWith(`draft:${person}:`)
      || (trying(() => JSON.parse(store.getItem(key)).at) ?? 0) < Date.now() - WEEK);
  }

  /* Whose phone it is just now: what a page keeps for somebody without signal, it shows to nobody
     else. A page for strangers means that nobody is signed in. */
  const mark = (id) => trying(() => (id
    ? localStorage.setItem(SIGNED_IN, JSON.stringify({ id, at: Date.now() }))
    : localStorage.removeItem(SIGNED_IN)));
  mark(person);

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.dataset.draft !== undefined) keep(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.dataset.sent !== undefined) return;
    if (form.dataset.signsOut !== undefined) {
      forget(() => true);
      mark("");
    } else if (form.dataset.draft !== undefined) trying(() => sessionStorage.setItem(SENT, keyOf(form)));
  }, true);
  document.addEventListener("htmx:load", (event) => takeUp(event.detail.elt));
  takeUp(document);
})();
