/* The page 随身走访: what is kept on this phone, what is planned, and the form. */
(() => {
  "use strict";

  const pocket = window.zhuqiPocket;
  const at = (name) => document.querySelector(`[data-${name}]`);
  const form = at("form");
  const STATES = {
    draft: "还没写完", ready: "等待发送", refused: "没有收下，请改后再发", changed: "发送以后又改过",
  };
  let current = null;

  function element(tag, words, more = {}) {
    return Object.assign(document.createElement(tag), { textContent: words, ...more });
  }

  function button(words, act) {
    const one = element("button", words, { type: "button", className: "z-btn" });
    one.addEventListener("click", () => act(one));
    return one;
  }

  /* Pressed twice: nothing is lost by one slip. */
  const twice = (words, again, act) => button(words, (one) => {
    if (one.dataset.sure) { act(); return; }
    one.dataset.sure = "yes";
    one.textContent = again;
  });

  function line(title, below, ...more) {
    const item = element("li", "");
    const words = element("div", "", { className: "d-pocket__words" });
    words.append(element("b", title), element("span", below));
    const buttons = element("div", "", { className: "z-actions" });
    buttons.append(...more);
    item.append(words, buttons);
    return item;
  }

  /* 12月1日, as everywhere else. */
  const day = (iso) => {
    const [, month, date] = (iso || "").split("-").map(Number);
    return date ? `${month}月${date}日` : "";
  };

  function list(name, lines) {
    at(name).querySelector("[data-list]").replaceChildren(...lines);
    at(name).hidden = !lines.length || !form.hidden;
  }

  function recordLine(one) {
    const buttons = [button("打开", () => open(one)), twice("删除", "再按一次删除", () => {
      pocket.drop(one.id);
      draw();
    })];
    if (one.status === "changed") {
      buttons.unshift(button("另存为补充记录", () => {
        pocket.drop(one.id);
        pocket.keep({ ...pocket.fresh({ ...one, after: one.id, visit: undefined, enterprise: undefined }),
          id: pocket.fresh({}).id, status: "ready", reason: "" });
        go();
      }));
    }
    const below = [day(one.fields.day), STATES[one.status], one.reason].filter(Boolean).join(" · ");
    return line(one.firm, below, ...buttons);
  }

  function noteLine(one) {
    const buttons = [button("知道了", () => { pocket.forgetNote(one.id); draw(); })];
    if (one.url) buttons.unshift(element("a", "看走访", { href: one.url, className: "z-btn" }));
    return line(one.firm, one.said, ...buttons);
  }

  function draw() {
    const known = Boolean(pocket.me());
    const { visits, firms } = pocket.data();
    const kept = pocket.records();
    at("nobody").hidden = known;
    at("insecure").hidden = window.isSecureContext;
    list("waiting", kept.map(recordLine));
    at("send").hidden = !kept.some((one) => one.status === "ready");
    list("notes", pocket.notes().map(noteLine));
    const begun = new Set(kept.map((one) => String(one.visit)));
    list("planned", visits.filter((one) => !begun.has(String(one.id))).map((one) => line(
      one.firm, `${day(one.day)} · ${one.purpose}`,
      button("记录走访", () => open(pocket.fresh({ visit: one.id, firm: one.firm }))))));
    at("firm").replaceChildren(...firms.map((one) => element("option", one.name, { value: one.id })));
    at("firms").hidden = !known || !firms.length || !form.hidden;
  }

  function open(record) {
    current = record;
    form.reset();
    form.elements.day.value = record.fields.day || record.stated.slice(0, 10);
    Object.entries(record.fields).forEach(([name, value]) => {
      const field = form.elements[name];
      if (field) field.value = value;
    });
    form.querySelectorAll("details").forEach((part) => {
      part.open = [...part.querySelectorAll("input:not([type=radio], [name*=reporter]), textarea")]
        .some((one) => one.value);
    });
    at("form-title").textContent = record.firm;
    complain(record.reason, record.errors || {});
    form.hidden = false;
    draw();
    form.elements.said.focus();
    window.scrollTo(0, 0);
  }

  function complain(reason, errors) {
    const words = Object.keys(errors).length ? Object.values(errors).join("；") : reason;
    at("form-error").textContent = words || "";
    at("form-error").hidden = !words;
  }

  /* Asked while the firm's people still stand there, not when the server has it. */
  function missing(fields) {
    const short = [];
    if (!fields.said) short.push("请填写谈了什么");
    [1, 2, 3].forEach((n) => {
      const said = (name) => fields[`need${n}_${name}`];
      if (said("title") || said("body") || said("wish")) {
        if (!said("title")) short.push(`困难 ${n} 请写遇到的困难`);
        if (!said("body")) short.push(`困难 ${n} 请写具体情况`);
        if (!said("consent")) short.push(`困难 ${n} 请选择企业是否同意上报`);
        if (said("consent") === "yes" && !(said("reporter_name") && said("reporter_phone"))) {
          short.push(`困难 ${n} 登记为诉求，请写反映人和联系电话`);
        }
      }
      const promise = (name) => fields[`promise${n}_${name}`];
      if (promise("what") && !promise("due")) short.push(`后续事项 ${n} 请填写哪天以前办好`);
      if (promise("due") && !promise("what")) short.push(`后续事项 ${n} 请写答应了什么`);
    });
    return short.join("；");
  }

  function close() {
    form.hidden = true;
    current = null;
    draw();
  }

  function typed(status) {
    const record = { ...current, fields: pocket.fieldsOf(form), status, reason: "", errors: {} };
    current = record;
    return record;
  }

  function say(words) {
    at("state").textContent = words;
  }

  function tell(what) {
    const waiting = pocket.records().filter((one) => one.status === "ready").length;
    const wrong = pocket.records().filter((one) => ["refused", "changed"].includes(one.status)).length;
    const left = [
      waiting ? `还有 ${waiting} 条等待发送` : "没有等待发送的记录", wrong ? `${wrong} 条要改` : "",
    ].filter(Boolean).join("，");
    if (what === "out") say(`登录已过期，${left}；登录后还在这里`);
    else if (what === "sent") say(`有信号 · ${left}`);
    else if (what === "") say(`没有信号 · ${left}，写下的存在本机`);
    else say(what);
    at("nobody").hidden = Boolean(pocket.me()) && what !== "out";
  }

  async function go() {
    draw();
    if (!navigator.onLine) { tell(""); return; }
    const what = await pocket.send();
    if (form.hidden) draw();
    tell(what);
  }

  form.addEventListener("input", () => {
    const record = typed("draft");
    if (!pocket.keep(record)) complain("带密级标志的内容不能写在这里，也没有保存", {});
    else complain("", {});
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const record = typed("draft");
    const short = missing(record.fields);
    if (short) { complain(short, {}); at("form-title").scrollIntoView(); return; }
    if (!pocket.keep({ ...record, status: "ready" })) {
      complain("带密级标志的内容不能写在这里，也没有保存", {});
      return;
    }
    close();
    go();
  });
  at("back").addEventListener("click", close);
  at("send").addEventListener("click", go);
  at("unplanned").addEventListener("click", () => {
    const firm = at("firm");
    open(pocket.fresh({ enterprise: firm.value, firm: firm.selectedOptions[0].textContent }));
  });
  document.querySelectorAll("[data-login-link]").forEach((link) => {
    link.href = `${document.body.dataset.login}?next=${encodeURIComponent(document.body.dataset.page)}`;
  });
  navigator.serviceWorker?.ready.then(() => { at("opens").hidden = false; });
  window.addEventListener("online", go);
  window.addEventListener("offline", () => tell(""));
  go();
})();
