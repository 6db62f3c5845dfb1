"""A browser without scripts: follows links, fills in the forms that a page really holds."""

from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup, Tag


class Browser:
    """One person's window; ``page`` is what is open."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.session = requests.Session()
        self.session.trust_env = False
        self.answer: requests.Response | None = None

    @property
    def page(self) -> BeautifulSoup:
        """What is open, taken apart."""
        return BeautifulSoup(self.answer.text, "html.parser")

    def open(self, path: str) -> requests.Response:
        """Open an address."""
        self.answer = self.session.get(urljoin(self.base, path), timeout=60)
        return self.answer

    def follow(self, words: str) -> requests.Response:
        """Follow the first link whose text holds ``words``."""
        for link in self.page.find_all("a", href=True):
            if words in link.get_text():
                return self.open(urljoin(self.answer.url, link["href"]))
        raise AssertionError(f"No link {words!r} on {self.answer.url}")

    def press(
        self, button: str, values: dict[str, str] | None = None, **files: tuple
    ) -> requests.Response:
        """Fill in ``values`` and press the button with this text, whichever form it is in."""
        form, pressed = self._form_with(button)
        fields = [(name, value) for name, value in _fields(form) if name not in (values or {})]
        fields += list((values or {}).items())
        if pressed.get("name"):
            fields.append((pressed["name"], pressed.get("value", "")))
        self.answer = self.session.post(
            urljoin(self.answer.url, form.get("action") or self.answer.url),
            data=fields,
            files=files or None,
            headers={"Referer": self.answer.url},
            timeout=60,
        )
        return self.answer

    def _form_with(self, button: str) -> tuple[Tag, Tag]:
        for form in self.page.find_all("form"):
            for each in form.find_all("button"):
                hidden = "visually-hidden" in each.get("class", [])
                if each.get_text(strip=True).startswith(button) and not hidden:
                    return form, each
        raise AssertionError(f"No button {button!r} on {self.answer.url}")

    def sign_in(self, number: str, password: str) -> "Browser":
        """Sign in through the entrance."""
        self.open("/accounts/login/")
        self.press("登录", {"login": number, "password": password})
        assert "sessionid" in self.session.cookies, self.answer.text[-2000:]
        return self


def _fields(form: Tag) -> list[tuple[str, str]]:
    """Return what a browser would send of a form as it stands, without any button."""
    fields = []
    for each in form.find_all(["input", "textarea", "select"]):
        name, kind = each.get("name"), each.get("type", "text")
        if not name or each.has_attr("disabled") or kind in {"submit", "button", "file", "image"}:
            continue
        if each.name == "textarea":
            fields.append((name, each.get_text()))
        elif each.name == "select":
            chosen = [o for o in each.find_all("option") if o.has_attr("selected")]
            chosen = chosen or each.find_all("option")[:1]
            fields += [(name, option.get("value", option.get_text())) for option in chosen]
        elif kind not in {"checkbox", "radio"} or each.has_attr("checked"):
            fields.append((name, each.get("value", "on" if kind == "checkbox" else "")))
    return fields
