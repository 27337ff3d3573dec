/* Visits written down without signal: kept on this phone for whoever wrote them, sent when there is
   signal, wiped when the server has taken them.

   Each record bears a number of its own, so that the server takes it once however often it is sent.
   Whose phone it is at the moment is what `drafts.js` notes of the person signed in; nobody else sees
   or sends what one has written. */
(() => {
  "use strict";

  const root = document.querySelector("[data-pocket]");
  const urls = root.dataset;
  const HALF_A_DAY = 12 * 3600 * 1000;
  const BATCH = 20;
  const SECRET = /(绝密|机密|秘密)\s*[★☆]/;
  const MARK = "signed-in";
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const write = (key, value) => localStorage.setItem(key, JSON.stringify(value));
  const keysOf = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start));

  /* Who is signed in on this phone: for half a day without a word from the server. */
  function me() {
    const mark = read(MARK);
    return mark && Date.now() - mark.at < HALF_A_DAY ? String(mark.id) : "";
  }

  const recordKey = (id) => `pocket:record:${me()}:${id}`;
  const records = () => (me() ? keysOf(`pocket:record:${me()}:`).map(read).filter(Boolean)
    .sort((a, b) => a.at - b.at) : []);
  const notes = () => (me() ? keysOf(`pocket:note:${me()}:`).map(read).filter(Boolean) : []);
  const isSecret = (record) => SECRET.test(Object.values(record.fields).join("\n"));

  /* What must not be written here is kept nowhere. */
  function keep(record) {
    if (!me() || isSecret(record)) {
      localStorage.removeItem(recordKey(record.id));
      return false;
    }
    write(recordKey(record.id), record);
    return true;
  }

  const drop = (id) => localStorage.removeItem(recordKey(id));

  function number() {
    if (crypto.randomUUID) return crypto.randomUUID();
    // Only where there is no encrypted connection.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  /* As the clock of the phone has it. */
  function stated() {
    const now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  }

  function fresh(of) {
    return { id: number(), at: Date.now(), stated: stated(), status: "draft", fields: {}, ...of };
  }

  function fieldsOf(form) {
    const all = [...new FormData(form).entries()].filter(([name]) => !["csrfmiddlewaretoken", "seen"].includes(name));
    return Object.fromEntries(all.filter(([, value]) => value !== ""));
  }

  /* What is taken along, and who is signed in; "" where there is no signal, "out" where the session
     is over. */
  async function load() {
    try {
      const answer = await fetch(urls.data, { redirect: "manual", cache: "no-store" });
      if (answer.type === "opaqueredirect") return "out";
      if (!answer.ok) return "";
      const told = await answer.json();
      write(MARK, { id: String(told.person), at: Date.now() });
      write(`pocket:data:${told.person}`, { visits: told.visits, firms: told.firms });
      return told;
    } catch {
      return "";
    }
  }

  const NOTED = {
    beside: "这次走访已经有别人的记录，两份都留着，请核对",
    already: "早先已经收到，没有重复登记",
    taken: "已收到",
  };

  function settle(record, result) {
    if (result.status === "later") return;
    if (["refused", "changed"].includes(result.status)) {
      const reason = result.status === "changed"
        ? "已收到过这条记录，之后您在手机上又改了；可以另存为补充记录再发" : result.reason;
      keep({ ...record, status: result.status, reason, errors: result.errors || {} });
      return;
    }
    drop(record.id);
    const said = result.status === "secret" ? result.reason : NOTED[result.status];
    write(`pocket:note:${me()}:${record.id}`, {
      id: record.id, at: Date.now(), firm: record.firm, said, url: result.url || "",
    });
  }

  let sending = null;
  /* Everything that is ready; "sent", "out", "" (no signal), or a sentence. */
  function send() {
    sending ||= sendAll().finally(() => { sending = null; });
    return sending;
  }

  async function sendAll() {
    const told = await load();
    if (!told || told === "out") return told;
    const ready = records().filter((one) => one.status === "ready");
    for (let from = 0; from < ready.length; from += BATCH) {
      const some = ready.slice(from, from + BATCH);
      const said = some.map(({ id, visit, enterprise, after, stated: at, fields }) =>
        ({ id, visit, enterprise, after, stated: at, fields }));
      try {
        const answer = await fetch(urls.sync, {
          method: "POST",
          redirect: "manual",
          headers: { "Content-Type": "application/json", "X-CSRFToken": told.token },
          body: JSON.stringify({ person: told.person, records: said }),
        });
        if (answer.type === "opaqueredirect") return "out";
        if (answer.status === 409) return (await answer.json()).detail;
        if (!answer.ok) return "服务器没有收下，记录还在本机，请过一会儿再发送";
        const { results } = await answer.json();
        results.forEach((result) => {
          const record = some.find((one) => one.id === result.id);
          if (record) settle(record, result);
        });
      } catch {
        return "";
      }
    }
    return "sent";
  }

  async function takeAlong() {
    if (navigator.serviceWorker) {
      try { await navigator.serviceWorker.register(urls.worker); } catch { /* then without */ }
    }
  }

  window.zhuqiPocket = {
    me, read, keep, drop, records, notes, fresh, fieldsOf, load, send, isSecret,
    forgetNote: (id) => localStorage.removeItem(`pocket:note:${me()}:${id}`),
    data: () => read(`pocket:data:${me()}`) || { visits: [], firms: [] },
  };

  takeAlong();
  // On pages of the desk: take along what is planned, send what waits, and where the signal is lost
  // over the form itself, keep what it says.
  if (root === document.body) return;
  send();
  window.addEventListener("online", send);
  const of = document.querySelector("[data-record-of]");
  of?.querySelector("form")?.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    const form = event.target;
    const record = fresh({ visit: of.dataset.recordOf, firm: of.dataset.firm, fields: fieldsOf(form) });
    if (keep({ ...record, status: "ready" })) location.assign(urls.page);
  });
})();
