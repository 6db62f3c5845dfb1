// Keeps what is typed: at once on this device, a moment later on the server. Both copies are
// offered again, never put into the form by themselves.

const PREFIX = "desk:";
const PAUSE = 2500; // ms after the last key
const RETRY = 20000;
const DAYS_KEPT = 30;
const OUTSIDE = new Set(["csrfmiddlewaretoken", "action", "base_revision", "token"]);

document.documentElement.classList.add("js");
forgetSaved();
const form = document.querySelector("[data-desk-form]");
if (form) {
  keepTyping(form);
  arrangeRows(form);
  countCharacters(form);
}

// A text that has become a draft needs no copy here any more.
function forgetSaved() {
  const token = document.querySelector("[data-saved-token]")?.dataset.savedToken;
  for (const key of token ? localKeys() : []) {
    if (key.endsWith(`:${token}`)) localStorage.removeItem(key);
  }
}

function localKeys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return []; // storage is switched off
  }
}

function entries(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
}

function keepTyping(form) {
  const { user, place } = form.dataset;
  const mine = `${PREFIX}${user}:${place}:`;
  const key = mine + form.elements.token.value;
  const status = form.querySelector("[data-status]");
  const loginLink = form.querySelector("[data-login-link]");
  let timer = 0;
  let sending = null;
  let sent = false;
  let changed = false;

  function show(text, failed = false, login = false) {
    status.textContent = text;
    status.classList.toggle("autosave--failed", failed);
    loginLink.hidden = !login;
  }

  function keepHere() {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: entries(form) }));
      return true;
    } catch {
      return false; // full, or switched off; the server's copy remains
    }
  }

  async function keepThere() {
    clearTimeout(timer);
    if (!changed || sent) return;
    sending?.abort();
    sending = new AbortController();
    const body = new URLSearchParams(entries(form));
    body.set("csrfmiddlewaretoken", csrfToken(form));
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body, signal: sending.signal, headers: { Accept: "application/json" }, redirect: "error",
      });
      const data = await answer.json().catch(() => ({}));
      if (answer.ok) {
        changed = false;
        show(`已保存 ${data.saved}`);
      } else if (answer.status === 401 || answer.status === 403) {
        show("登录已过期，文字已存在本机", true, true);
      } else show(data.message || "服务器没有保存，文字已存在本机", true);
    } catch (error) {
      if (error.name === "AbortError") return;
      show("未联网，文字已存在本机", true);
    }
    if (changed) timer = setTimeout(keepThere, RETRY);
  }

  function touched() {
    if (sent) return;
    changed = true;
    keepHere();
    clearTimeout(timer);
    timer = setTimeout(keepThere, PAUSE);
  }

  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  form.addEventListener("desk:say", (event) => show(event.detail, true));
  addEventListener("online", keepThere);
  addEventListener("focus", () => status.classList.contains("autosave--failed") && keepThere());
  addEventListener("pagehide", () => changed && keepHere());
  addEventListener("pageshow", () => { sent = false; });
  document.body.addEventListener("htmx:afterSettle", (event) => form.contains(event.target) && touched());
  document.body.addEventListener("htmx:sendError", () => show("未联网，文字已存在本机", true));
  document.body.addEventListener("htmx:responseError", (event) => {
    const expired = [401, 403].includes(event.detail.xhr.status);
    show(expired ? "登录已过期，文字已存在本机" : "没有成功，请再试一次", true, expired);
  });
  document.body.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.parameters.csrfmiddlewaretoken = csrfToken(form);
  });

  form.addEventListener("submit", (event) => {
    if (sent) return event.preventDefault(); // a double click
    if (navigator.onLine === false) {
      event.preventDefault();
      keepHere();
      return show("未联网，文字已存在本机", true);
    }
    const search = event.submitter?.value.startsWith("find:") && event.submitter.closest(".picker");
    if (search) {
      event.preventDefault();
      return search.querySelector("[data-picker-query]").dispatchEvent(new Event("search"));
    }
    clearTimeout(timer);
    sending?.abort();
    form.elements.csrfmiddlewaretoken.value = csrfToken(form);
    sent = true;
  });
  // Enter in a search box searches; it does not send the form.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches(".picker__new input")) {
      event.preventDefault();
      return event.target.closest(".picker__new").querySelector("[type=submit]").click();
    }
    if (event.key !== "Enter" || !event.target.matches("[data-picker-query]")) return;
    event.preventDefault();
    event.target.dispatchEvent(new Event("search"));
  });

  // A tap on a book closes the list of the others; the arrow keys, which choose too, do not.
  form.addEventListener("click", (event) => {
    const picker = event.detail > 0 && event.target.matches(".picker [type=radio]") && event.target.closest(".picker");
    if (!picker) return;
    const query = picker.querySelector("[data-picker-query]");
    query.value = "";
    query.dispatchEvent(new Event("search"));
  });

  offerCopy(form, mine);
}

// After a new login in another tab the token in the page is old; the cookie has the new one.
function csrfToken(form) {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? decodeURIComponent(cookie.slice(10)) : form.elements.csrfmiddlewaretoken.value;
}

function offerCopy(form, mine) {
  const notice = document.querySelector("[data-restore]");
  const copies = localKeys()
    .filter((key) => key.startsWith(mine))
    .map((key) => ({ key, ...JSON.parse(localStorage.getItem(key)) }))
    .sort((one, other) => other.at - one.at);
  const oldest = Date.now() - DAYS_KEPT * 86400000;
  for (const copy of copies.filter((copy) => copy.at < oldest)) localStorage.removeItem(copy.key);
  const last = copies.find((copy) => copy.at >= oldest && differs(copy.fields, form));
  if (!last || !notice) return;
  notice.querySelector("[data-restore-time]").textContent = new Date(last.at).toLocaleString("zh-CN", {
    month: "long", day: "numeric", hour: "2-digit", minute: "2-digit",
  });
  notice.hidden = false;
  for (const other of document.querySelectorAll("[data-waiting]")) other.hidden = true;
  notice.querySelector("[data-restore-drop]").addEventListener("click", () => {
    localStorage.removeItem(last.key);
    notice.hidden = true;
  });
  notice.querySelector("[data-restore-now]").addEventListener("click", () => restore(form, last.fields));
}

// Compared as text: the editor writes markup, the textarea before it plain lines.
function differs(fields, form) {
  return words(fields) !== words(entries(form));
}

function words(fields) {
  return fields
    .filter(([name, value]) => !OUTSIDE.has(name) && !/_format$|_query$|_FORMS$|-ORDER$/.test(name) && value)
    .map(([name, value]) => `${name}=${value.replace(/<[^>]*>|&nbsp;|\s/g, "")}`)
    .sort()
    .join("\n");
}

// The server shows the form with these fields, rows and pictures included; nothing is stored.
function restore(form, fields) {
  const again = document.createElement("form");
  again.method = "post";
  again.action = form.getAttribute("action"); // the buttons are named "action" too
  again.enctype = "multipart/form-data";
  const all = fields.filter(([name]) => name !== "action");
  for (const [name, value] of [...all, ["action", "restore"], ["csrfmiddlewaretoken", csrfToken(form)]]) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    again.append(field);
  }
  again.hidden = true;
  document.body.append(again);
  again.submit();
}

function arrangeRows(form) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const row = button.closest("[data-row]");
    const step = Number(button.dataset.move);
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other?.matches("[data-row]")) return;
    if (step < 0) other.before(row);
    else other.after(row);
    row.parentElement.querySelectorAll("[data-row]").forEach((item, index) => {
      item.querySelector('[name$="-ORDER"]').value = index + 1;
    });
    button.focus();
    form.dispatchEvent(new Event("change"));
  });
}

function countCharacters(form) {
  const refresh = () => {
    for (const line of form.querySelectorAll("[data-count-for]")) {
      const field = line.parentElement.querySelector("textarea");
      const length = field.value.replace(/<[^>]*>|&[a-z]+;|\s/g, "").length;
      const [from, to] = (field.dataset.hint || "").split("-");
      line.hidden = false;
      line.textContent = from ? `${length} 字（${from}–${to} 字最好读，长短不限）` : `${length} 字`;
    }
  };
  form.addEventListener("input", refresh);
  form.addEventListener("desk:ready", refresh);
  refresh();
}
