// Works for the form while somebody writes: finds a number whose SHA-256 with the form's own begins
// with enough zero bits (feedback/proof/rules.py says the same). Where that cannot be done, as on a
// plain http address, the question stays and is answered by hand.
const form = document.querySelector("[data-proof]");

const zeroBits = (bytes) => {
  let bits = 0;
  for (const byte of bytes) {
    if (byte) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
};

// Some at a time, so that typing never waits.
const BATCH = 256;

async function work(nonce, bits) {
  const encoder = new TextEncoder();
  for (let first = 0; ; first += BATCH) {
    const digests = await Promise.all(
      Array.from({ length: BATCH }, (_, n) =>
        crypto.subtle.digest("SHA-256", encoder.encode(`${nonce}:${first + n}`)),
      ),
    );
    const found = digests.findIndex((digest) => zeroBits(new Uint8Array(digest)) >= bits);
    if (found >= 0) return first + found;
    await new Promise((resolve) => setTimeout(resolve));
  }
}

if (form && form.dataset.proof === "open") {
  const field = form.elements.namedItem("counter");
  const show = (state) => {
    form.dataset.proof = state;
  };
  if (field.value) {
    show("done");
  } else if (globalThis.crypto?.subtle) {
    show("working");
    const working = work(form.dataset.nonce, Number(form.dataset.bits)).then(
      (counter) => {
        field.value = counter;
        show("done");
      },
      () => show("failed"),
    );
    // Whoever is quicker than the work waits for its end, and presses nothing twice.
    form.addEventListener("submit", (event) => {
      if (form.dataset.proof !== "working") return;
      event.preventDefault();
      working.then(() => form.requestSubmit());
    });
  } else {
    show("failed");
  }
}
