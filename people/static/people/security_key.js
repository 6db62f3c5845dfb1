// Shows the buttons that need a script, and says in words when a key was not used.
for (const part of document.querySelectorAll("[data-key]")) part.hidden = false;

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const place = document.querySelector("[data-key-error]");
  // Cancelled, or too slow: the browser tells the two apart from nothing else, on purpose.
  place.textContent =
    event.detail.exception?.name === "NotAllowedError"
      ? "没有完成，请再试一次。"
      : event.detail.exception?.name === "InvalidStateError"
        ? "这把密钥已经添加过了。"
        : "用不了安全密钥：请换一个浏览器，并确认网址以 https 开头。";
  place.hidden = false;
});
