// Proofs that the network did not take: kept on this phone, sent when it is back.
// Each has a number of its own, so that what arrives twice is noted once.

const LONGEST = 500;

export function queueOf(name) {
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(name) ?? "[]");
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  };
  const write = (proofs) => localStorage.setItem(name, JSON.stringify(proofs.slice(-LONGEST)));
  return {
    all: read,
    add: (proof) => write([...read(), proof]),
    drop: (key) => write(read().filter((proof) => proof.key !== key)),
  };
}

// A number like a UUID; crypto.randomUUID needs https, which a school's test server may lack.
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// Send one proof. Returns { state: "noted" | "refused" | "later", message }.
export async function send(address, fields, csrf) {
  const body = new URLSearchParams(fields);
  body.set("csrfmiddlewaretoken", csrf);
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": csrf },
      credentials: "same-origin",
    });
  } catch {
    return { state: "later", message: "" };
  }
  let message = "";
  try {
    ({ message } = await answer.json());
  } catch {
    // a page of a gateway, not an answer of ours
  }
  if (answer.ok && message) return { state: "noted", message };
  if ([409, 422].includes(answer.status)) return { state: "refused", message };
  return { state: "later", message: message ?? "" };
}

export function say(place, text, isMistake = false) {
  const line = document.createElement("p");
  line.className = isMistake ? "door-line door-line--mistake" : "door-line";
  line.textContent = text;
  place.append(line);
}
