// A button beside every ISBN field that reads the barcode with the camera. Without a camera, or
// where the browser reads no barcodes, there is no button and the number is typed.

const FORMATS = ["ean_13"]; // the barcode of books: ISO 2108 within EAN-13
const PAUSE = 150; // ms between two looks at the picture

const reader = await barcodeReader();
if (reader) {
  offerAll(document);
  // Parts of the page that arrive later have fields, too.
  document.body.addEventListener("htmx:afterSettle", (event) => offerAll(event.target));
}

async function barcodeReader() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return null;
  try {
    const known = await BarcodeDetector.getSupportedFormats();
    const formats = FORMATS.filter((format) => known.includes(format));
    return formats.length ? new BarcodeDetector({ formats }) : null;
  } catch {
    return null; // the browser has the name but not the service behind it
  }
}

function offerAll(part) {
  for (const field of part.querySelectorAll("[data-isbn]:not([data-scans])")) offer(field);
}

function offer(field) {
  field.dataset.scans = "";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet button--small barcode";
  button.textContent = "用相机扫条码";
  button.addEventListener("click", () => scan(field, button));
  field.after(button);
}

async function scan(field, button) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    button.textContent = "没有打开相机，请手工输入";
    button.disabled = true;
    return field.focus();
  }
  const { dialog, video } = show(stream);
  const number = await look(dialog, video);
  for (const track of stream.getTracks()) track.stop();
  dialog.remove();
  if (number) {
    field.value = number;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  button.focus();
}

function show(stream) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-label", "扫条码");
  const help = document.createElement("p");
  help.className = "form__help";
  help.textContent = "把封底的条码放进画面。";
  const video = document.createElement("video");
  video.className = "barcode__picture";
  video.muted = video.playsInline = video.autoplay = true;
  video.srcObject = stream;
  const stop = document.createElement("button");
  stop.type = "button";
  stop.className = "button button--plain";
  stop.textContent = "取消";
  stop.addEventListener("click", () => dialog.close());
  dialog.append(help, video, stop);
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, video };
}

// The number of the first book that comes into the picture; nothing when the dialog is closed.
async function look(dialog, video) {
  while (dialog.open) {
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      const found = await reader.detect(video).catch(() => []);
      // EAN-13 of books begins with 978 or 979; the price or the shop's label does not.
      const code = found.find(({ rawValue }) => /^97[89]\d{10}$/.test(rawValue));
      if (code) {
        dialog.close();
        return code.rawValue;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  return "";
}
