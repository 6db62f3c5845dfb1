// The reviewers' desk by keyboard; marking a place in the text; the clock of the undo button.
// Everything works without this script.

const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

// -- the queue ---------------------------------------------------------------------------------

const queue = document.querySelector("[data-queue]");

function current() {
  return queue.querySelector("[data-current]");
}

function move(step) {
  const lines = [...queue.querySelectorAll("[data-line]")];
  const at = lines.indexOf(current());
  const next = lines[Math.max(0, Math.min(lines.length - 1, at + step))];
  current()?.removeAttribute("data-current");
  next.setAttribute("data-current", "");
  next.querySelector("[data-open]").focus();
  next.scrollIntoView({ block: "nearest" });
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  c: () => current()?.querySelector("[data-claim]")?.requestSubmit(),
  d: () => current()?.querySelector("[data-difference]")?.click(),
  x: () => current()?.querySelector("input[name=chosen]")?.click(),
  z: () => document.querySelector("[data-undo]")?.requestSubmit(),
};

// Who speaks to the computer types letters without meaning to: the keys can be switched off, on
// this device.
const KEYS_OFF = "reviewing.keys-off";

function chooseKeys(box) {
  try {
    box.checked = !localStorage.getItem(KEYS_OFF);
  } catch {
    // Private windows may refuse storage; the choice then lasts for this page.
  }
  box.addEventListener("change", () => {
    try {
      if (box.checked) localStorage.removeItem(KEYS_OFF);
      else localStorage.setItem(KEYS_OFF, "1");
    } catch {
      // As above.
    }
  });
  box.closest("[data-keys-choice]").hidden = false;
}

if (queue) {
  const keysOn = document.querySelector("[data-keys]");
  chooseKeys(keysOn);
  document.addEventListener("keydown", (event) => {
    if (!keysOn.checked || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  queue.addEventListener("focusin", (event) => {
    current()?.removeAttribute("data-current");
    event.target.closest("[data-line]")?.setAttribute("data-current", "");
  });
  const together = document.querySelector("[data-together]");
  const boxes = [...queue.querySelectorAll("input[name=chosen]")];
  const show = () => {
    together.hidden = !boxes.some((box) => box.checked);
  };
  queue.addEventListener("change", show);
  show();
}

// -- undo: the button goes when its time is over -------------------------------------------------

const undo = document.querySelector("[data-undo]");
if (undo) {
  const end = (Number(undo.dataset.since) + Number(undo.dataset.seconds)) * 1000;
  // The reader's clock may be wrong; the page was made at most a moment ago.
  const started = Date.now();
  const left = Math.min(Number(undo.dataset.seconds), Math.max(0, (end - started) / 1000));
  const tick = () => {
    const seconds = Math.ceil(left - (Date.now() - started) / 1000);
    if (seconds <= 0) {
      undo.closest("[role=status]").remove();
      return;
    }
    undo.querySelector("[data-undo-left]").textContent = `（${seconds} 秒）`;
    setTimeout(tick, 500);
  };
  tick();
}

// -- one piece -----------------------------------------------------------------------------------

const frame = document.querySelector("[data-preview]");

function fit() {
  const root = frame.contentDocument?.documentElement;
  if (root) frame.style.blockSize = `${root.scrollHeight + 2}px`;
}

if (frame) {
  frame.addEventListener("load", () => {
    fit();
    new ResizeObserver(fit).observe(frame.contentDocument.body);
  });
  if (frame.contentDocument?.readyState === "complete") fit();
}

const marks = document.querySelector("[data-marks]");
if (marks) {
  const button = marks.querySelector("[data-mark]");
  const blank = marks.querySelector("[data-mark-blank]");
  const total = marks.querySelector("[name$=TOTAL_FORMS]");
  const selected = () => {
    const inFrame = frame?.contentDocument?.getSelection()?.toString().trim();
    return (inFrame || document.getSelection().toString().trim()).slice(0, 200);
  };
  button.hidden = false;
  // A press would take the selection away before the click is there.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const words = selected();
    const rows = [...marks.querySelectorAll(".mark")];
    let row = rows.find((each) => !each.querySelector("input").value);
    if (!row) {
      const number = Number(total.value);
      if (number >= Number(marks.querySelector("[name$=MAX_NUM_FORMS]").value)) return;
      const holder = document.createElement("div");
      holder.innerHTML = blank.innerHTML.replaceAll("__prefix__", String(number));
      row = holder.firstElementChild;
      blank.before(row);
      total.value = String(number + 1);
    }
    const [quote, note] = row.querySelectorAll("input");
    if (words) quote.value = words;
    (words ? note : quote).focus();
  });
}

const decision = document.querySelector("[data-decision]");
if (decision) {
  // A reason brings its advice along, as long as nothing else was written there.
  const advice = JSON.parse(document.getElementById("return-advice").textContent);
  const todo = decision.querySelector("[name=todo]");
  let proposed = todo.value;
  decision.addEventListener("change", (event) => {
    if (event.target.name !== "reasons" || todo.value !== proposed) return;
    const chosen = [...decision.querySelectorAll("[name=reasons]:checked")];
    proposed = chosen.map((box) => advice[box.value]).filter(Boolean).join("\n");
    todo.value = proposed;
  });
  // The second click of a double click has nothing left to decide.
  decision.addEventListener("submit", () => {
    setTimeout(() => {
      for (const button of decision.querySelectorAll("button[type=submit]")) button.disabled = true;
    });
  });
  window.addEventListener("pageshow", () => {
    for (const button of decision.querySelectorAll("button[type=submit]")) button.disabled = false;
  });
}
