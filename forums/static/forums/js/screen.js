// The code for the hall: changes by itself, with codes in store for when the network goes.

const EVERY = 15_000;
const box = document.querySelector("[data-codes]");
const drawing = box.querySelector("[data-drawing]");
const digits = box.querySelector("[data-digits]");
const present = box.querySelector("[data-present]");
const state = box.querySelector("[data-state]");
let codes = [];
let step = Number(box.dataset.step);
let ahead = 0; // how much the portal's clock is ahead of this one, in seconds
let shown = 0;

async function fetchCodes() {
  try {
    const answer = await fetch(box.dataset.codes, {
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    const said = await answer.json();
    if (!answer.ok) {
      codes = [];
      state.textContent = said.message;
      return;
    }
    codes = said.codes;
    step = said.step;
    ahead = said.now - Date.now() / 1000;
    present.textContent = said.present;
    state.textContent = "";
  } catch {
    state.textContent = "网络不通，先用存好的码；老师扫码后会在有网时补送。";
  }
}

function draw() {
  const now = Date.now() / 1000 + ahead;
  const code = codes.find((each) => each.from <= now && now < each.from + step);
  if (!code || code.from === shown) return;
  shown = code.from;
  drawing.innerHTML = code.drawing; // an SVG of our own
  digits.textContent = code.digits;
}

document.querySelector("[data-full]")?.addEventListener("click", () => box.requestFullscreen?.());
setInterval(draw, 500);
setInterval(fetchCodes, EVERY);
fetchCodes().then(draw);
