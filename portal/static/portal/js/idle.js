/** Warns before a session that is not used ends, and keeps it when somebody says so.
 *
 * Whatever this page or another tab asks of the server counts as use, as it does there.
 */
const WARNING = 120 * 1000; // before the end; a reader needs 20 seconds at least
const notice = document.querySelector("[data-idle]");
const limit = Number(notice.dataset.idle) * 1000;
const soon = notice.querySelector("[data-idle-soon]");
const over = notice.querySelector("[data-idle-over]");
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("presence") : null;
let used = Date.now();
let timer = 0;

function look() {
  clearTimeout(timer);
  const left = used + limit - Date.now();
  over.hidden = left > 0;
  soon.hidden = left <= 0 || left > WARNING;
  if (left > 0) timer = setTimeout(look, left > WARNING ? left - WARNING : left);
}

function use(when) {
  if (when <= used) return;
  used = when;
  look();
}

function tell() {
  use(Date.now());
  tabs?.postMessage(used);
}

tabs?.addEventListener("message", (event) => use(event.data));

// What was saved or looked up meanwhile, by whichever script.
new PerformanceObserver((list) => {
  const asked = list.getEntries().some(
    (entry) => /^(fetch|xmlhttprequest)$/.test(entry.initiatorType) && entry.responseStatus === 200,
  );
  if (asked) tell();
}).observe({ type: "resource" });

notice.querySelector("[data-idle-stay]").addEventListener("click", async () => {
  try {
    const answer = await fetch(location.href, { method: "HEAD", redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect") used = 0;
    else if (answer.status < 500) tell();
    look();
  } catch {
    // Offline: the notice stays, and says how long there is.
  }
});

// A computer that slept has not run the timer.
document.addEventListener("visibilitychange", look);
window.addEventListener("pageshow", look);
tell();
look();
