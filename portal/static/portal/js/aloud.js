/** Reads the text of a page aloud with the browser's own Chinese voice.
 *
 * The buttons stay hidden where the browser cannot speak or has no Chinese voice. Pausing ends the
 * sentence and remembers it, for pause() of several phones never comes back; sentences are short,
 * for distant voices fall silent in long ones.
 */
const LONGEST = 120; // characters spoken in one go
const PARTS = "h2, h3, h4, p, li, blockquote, figcaption, td, th, dd";
const synth = window.speechSynthesis;

/** The paragraphs of the page in the order of reading, the title first; none inside another. */
function paragraphs() {
  const inside = document.querySelectorAll(
    [".article__title", ".lede", ...PARTS.split(", ").map((tag) => `.article__body ${tag}`)].join(),
  );
  return [...inside].filter((part) => !part.querySelector(PARTS) && part.textContent.trim());
}

/** A text in sentences, a long one in its clauses. */
function sentences(text) {
  const found = [];
  for (const piece of text.replace(/\s+/g, " ").match(/[^。！？；!?;]+[。！？；!?;”’」』]*/g) || []) {
    for (const clause of piece.length > LONGEST ? piece.match(/[^，,]+[，,]?/g) : [piece]) {
      if (clause.trim()) found.push(clause.trim());
    }
  }
  return found;
}

function chineseVoice() {
  const voices = synth.getVoices().filter((voice) => /^(zh|cmn)/i.test(voice.lang));
  const mainland = voices.find((voice) => /^(zh|cmn)[-_](Hans[-_])?CN/i.test(voice.lang));
  return mainland || voices[0];
}

class Reader {
  constructor(group) {
    this.play = group.querySelector("[data-aloud-play]");
    this.end = group.querySelector("[data-aloud-stop]");
    this.word = group.querySelector("[data-aloud-word]");
    this.state = "idle";
    this.queue = [];
    this.place = 0;
    this.turn = 0; // an utterance that was cancelled reports its end late; its turn is over
    this.play.addEventListener("click", () => this.toggle());
    this.end.addEventListener("click", () => this.stop());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.state !== "idle") this.stop();
    });
    window.addEventListener("pagehide", () => this.stop());
  }

  toggle() {
    if (this.state === "speaking") {
      this.show("paused");
      this.silence();
      return;
    }
    if (this.state === "idle") {
      this.queue = paragraphs().flatMap((part) =>
        sentences(part.textContent).map((text) => ({ part, text })),
      );
      this.place = 0;
    }
    this.show("speaking");
    this.speak();
  }

  speak() {
    const next = this.queue[this.place];
    if (!next) {
      this.stop();
      return;
    }
    this.mark(next.part);
    this.turn += 1;
    const turn = this.turn;
    const saying = new SpeechSynthesisUtterance(next.text);
    saying.lang = "zh-CN";
    saying.voice = chineseVoice();
    saying.addEventListener("end", () => {
      if (turn !== this.turn) return;
      this.place += 1;
      this.speak();
    });
    saying.addEventListener("error", () => {
      if (turn === this.turn) this.stop();
    });
    synth.speak(saying);
  }

  stop() {
    if (this.state === "idle") return;
    const had = document.activeElement === this.end;
    this.show("idle");
    this.silence();
    this.mark(null);
    if (had) this.play.focus();
  }

  silence() {
    this.turn += 1;
    synth.cancel();
  }

  mark(part) {
    if (part === this.marked) return;
    this.marked?.classList.remove("is-spoken");
    this.marked = part;
    if (!part) return;
    part.classList.add("is-spoken");
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    part.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  }

  show(state) {
    this.state = state;
    this.word.textContent = { idle: "朗读", speaking: "暂停", paused: "继续" }[state];
    this.end.hidden = state === "idle";
  }
}

function start(group) {
  const reader = new Reader(group);
  const offer = () => {
    group.hidden = !chineseVoice() || !paragraphs().length;
    if (group.hidden) reader.stop();
  };
  synth.addEventListener?.("voiceschanged", offer);
  offer();
}

if (synth && "SpeechSynthesisUtterance" in window) {
  for (const group of document.querySelectorAll("[data-aloud]")) start(group);
}
