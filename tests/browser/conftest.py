"""A real Chromium against a live server."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from home.models import HomePage
from home.site_tree import set_address
from people.models import User
from tests.people.factories import PASSWORD

# Playwright runs an event loop in this thread, and Django would refuse to work beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A form with errors answers 4xx, and a test cuts the line, at times while a service worker is on
# its way: Chromium reports all of them.
EXPECTED = (
    "the server responded with a status of 4",
    "ERR_INTERNET_DISCONNECTED",
    "error occurred when fetching the script",
    "axe.run results",  # so Wagtail's checker tells of what it found in a preview
)

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
# Pixels of a kept picture.
TALLEST = 8000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def live_home(live_server) -> HomePage:
    """The site, at the address of the live server, with an empty search index."""
    set_address(live_server.url)
    call_command("update_index", verbosity=0)
    return HomePage.objects.get()


@pytest.fixture
def open_window(chromium, live_server) -> Iterator[Callable[..., Page]]:
    """``open_window(user, size=…, scripts=…)``: a window of its own, signed in if a user is given.

    Whatever the page's console complains about fails the test at its end.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def note(message) -> None:
        if message.type == "error" and not any(words in message.text for words in EXPECTED):
            complaints.append(message.text)

    def open_(
        user: User | None = None,
        *,
        size: dict[str, int] = PHONE,
        scripts: bool = True,
        dark: bool = False,
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=size,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if user:
            page.goto("/accounts/login/")
            page.get_by_label("工号").fill(user.staff_number)
            page.get_by_label("密码", exact=True).fill(PASSWORD)
            page.locator("main").get_by_role("button", name="登录").click()
            page.wait_for_url("**/my/**")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def keep_picture(request) -> Callable[[Page, str], None]:
    """``keep_picture(page, name)`` stores a screenshot in the folder ``BROWSER_PICTURES``."""

    def keep(page: Page, name: str) -> None:
        folder = os.environ.get("BROWSER_PICTURES")
        if folder:
            width = page.viewport_size["width"]
            file = Path(folder) / f"{name}-{width}.png"
            # Nobody looks at the 220,000 pixels of a list of five hundred, and a busy machine
            # does not draw them in time.
            height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
            clip = {"x": 0, "y": 0, "width": width, "height": height}
            page.screenshot(path=file, full_page=True, clip=clip, timeout=60_000)

    return keep


def pytest_sessionfinish() -> None:
    """Lay the pictures out on one page."""
    folder = os.environ.get("BROWSER_PICTURES")
    if folder and (pictures := sorted(Path(folder).glob("*.png"))):
        shown = "".join(
            f'<figure><img src="{each.name}" loading="lazy"><figcaption>{each.stem}</figure>'
            for each in pictures
        )
        style = "body{display:flex;flex-wrap:wrap}figure{max-width:24rem}img{max-width:100%}"
        Path(folder, "index.html").write_text(f"<meta charset=utf-8><style>{style}</style>{shown}")
