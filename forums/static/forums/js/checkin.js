// Signing in on a phone whose network comes and goes.

import { newKey, queueOf, say, send } from "./queue.js";

const AGAIN = 20_000;
const USER = "checkin.user";
const place = document.querySelector("[data-queue]");
const queue = queueOf("checkin.proofs");
let isSending = false;

// Whoever was logged in here last: a kept proof is theirs, also where the page cannot know.
if (place.dataset.user) localStorage.setItem(USER, place.dataset.user);

function keep(fields) {
  const same = queue.all().some((proof) => proof.token && proof.token === fields.token);
  if (!same) {
    queue.add({ key: newKey(), kept_at: Date.now(), user: localStorage.getItem(USER), ...fields });
  }
  say(place, "网络不通，签到已存在这部手机里，网络恢复后自动补送。请不要清除浏览器数据。");
}

async function me() {
  try {
    const answer = await fetch(place.dataset.me, {
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

async function flush() {
  if (isSending || !queue.all().length) return;
  isSending = true;
  try {
    const account = await me();
    if (!account) return;
    for (const { user, ...fields } of queue.all()) {
      if (user && user !== String(account.user)) continue;
      const { state, message } = await send(place.dataset.queue, fields, account.csrf);
      if (state === "later") break;
      queue.drop(fields.key);
      say(place, message, state === "refused");
    }
  } finally {
    isSending = false;
  }
}

// The button: with the network, the page's own form; without, the proof is kept.
const form = document.querySelector("[data-proof]");
form?.addEventListener("submit", async (event) => {
  const fields = {};
  for (const name of ["token", "digits"]) {
    const value = form.elements[name]?.value.trim();
    if (value) fields[name] = value;
  }
  if (!Object.keys(fields).length) return;
  event.preventDefault();
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  if (await me()) {
    form.submit();
  } else {
    keep(fields);
    button.disabled = false;
  }
});

// The kept page stands at the address of the code that was scanned.
if (place.dataset.keeps !== undefined) {
  const token = location.pathname.split("/").filter(Boolean).at(-1);
  keep({ token });
}

if (place.dataset.worker && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(place.dataset.worker).catch(() => {});
}
addEventListener("online", flush);
setInterval(flush, AGAIN);
flush();
