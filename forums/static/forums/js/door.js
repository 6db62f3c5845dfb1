// Reading tickets at the door, one after the other, with or without a network.

import { newKey, queueOf, say, send } from "./queue.js";

const AGAIN = 20_000;
const PAUSE = 400;
const form = document.querySelector("[data-door]");
const place = document.querySelector("[data-queue]");
const queue = queueOf(`door.proofs.${form.dataset.session}`);
const field = form.elements.text;
let isSending = false;
let last = "";

async function csrf() {
  try {
    const answer = await fetch(place.dataset.me, {
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    return answer.ok ? (await answer.json()).csrf : null;
  } catch {
    return null;
  }
}

async function flush() {
  if (isSending || !queue.all().length) return;
  isSending = true;
  try {
    const token = await csrf();
    if (!token) return;
    while (queue.all().length) {
      const { key, ...fields } = queue.all()[0];
      const { state, message } = await send(form.dataset.door, fields, token);
      if (state === "later") break;
      queue.drop(key);
      say(place, message || fields.text, state === "refused");
    }
  } finally {
    isSending = false;
  }
}

async function take(text) {
  if (!text || text === last) return;
  last = text;
  queue.add({ key: newKey(), text, kept_at: Date.now() });
  field.value = "";
  await flush();
  if (!isSending && queue.all().length) say(place, `已存在这部手机里，还有 ${queue.all().length} 份待送。`);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  last = "";
  take(field.value.trim());
  field.focus();
});

// The camera, where the browser reads codes by itself.
const start = document.querySelector("[data-camera]");
const video = document.querySelector("[data-video]");
if (start && "BarcodeDetector" in window && navigator.mediaDevices?.getUserMedia) {
  start.hidden = false;
  start.addEventListener("click", async () => {
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      say(place, "打不开摄像头，请在浏览器里允许使用摄像头，或输入入场码。", true);
      return;
    }
    video.hidden = false;
    start.hidden = true;
    await video.play();
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    setInterval(async () => {
      const [found] = await detector.detect(video).catch(() => []);
      if (found) take(found.rawValue);
    }, PAUSE);
  });
}

addEventListener("online", flush);
setInterval(flush, AGAIN);
flush();
