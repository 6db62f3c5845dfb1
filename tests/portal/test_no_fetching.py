"""The server fetches no address that somebody typed (SSRF), wherever it is typed.

Every attempt to look up a name or to open a connection is noted and refused, whoever makes it.
"""

import ast
import socket
from pathlib import Path

import pytest
from django.conf import settings

from feedback.models import Letter
from media.models import PortalImage
from people.roles import Role
from tests.editorial.desk_forms import complete, open_form, send
from tests.media.factories import picture_file
from tests.people.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db
TRAP = "http://169.254.169.254:81/latest/meta-data"
EVERYWHERE = (
    f'<p>{TRAP}</p><a href="{TRAP}">x</a><img src="{TRAP}/a.png"><embed embedtype="media" '
    f'url="{TRAP}"/><iframe src="{TRAP}"></iframe><link rel="stylesheet" href="{TRAP}">'
)
# Of the standard library, and of packages that are installed for other reasons.
CLIENTS = {"requests", "httpx", "urllib.request", "http.client", "ftplib", "aiohttp", "urllib3"}
APPS = [
    "portal", "search", "people", "media", "editorial", "discussions", "feedback", "stories",
    "reading", "forums", "workshops", "home",
]  # fmt: skip


@pytest.fixture
def calls(monkeypatch) -> list[str]:
    """Return what was tried."""
    tried: list[str] = []
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def refuse_connection(self, address):
        if self.family == socket.AF_UNIX or _is_service(address):
            return connect(self, address)
        tried.append(f"connect {address}")
        raise OSError("refused by the test")

    def refuse_name(host, *args, **kwargs):
        if _is_service((host,)):
            return look_up(host, *args, **kwargs)
        tried.append(f"look up {host}")
        raise OSError("refused by the test")

    monkeypatch.setattr(socket.socket, "connect", refuse_connection)
    monkeypatch.setattr(socket, "getaddrinfo", refuse_name)
    return tried


def _is_service(address) -> bool:
    """Redis of ``make test-services``; nothing that was typed points there."""
    return bool(settings.REDIS_URL) and str(address[0]) in settings.REDIS_URL


def test_the_trap_works(calls):
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("169.254.169.254", 81), timeout=1)
    assert calls


@pytest.mark.parametrize("kind", ["story", "book-list", "reading-log"])
def test_pieces_with_addresses_everywhere(site_home, client, calls, kind):
    client.force_login(TeacherFactory())
    form = open_form(client, f"/my/submissions/new/{kind}/")
    typed = {name: TRAP for name in ("summary", "source", "byline") if name in form}
    fields = complete(kind) | typed | {"title": f"看 {TRAP}", "body": EVERYWHERE * 3}
    answer = send(client, form, **fields | {"pictures-new": [picture_file()]})
    assert answer.status_code in {200, 302, 422}
    assert client.get("/my/submissions/").status_code == 200
    assert PortalImage.objects.exists()
    assert calls == []


def test_a_letter_and_the_way_out(site_home, client, calls):
    sent = {"text": f"请看 {TRAP} 这个网址打不开，谢谢您。", "contact": TRAP, "from": TRAP}
    client.post("/feedback/", sent)
    assert client.get("/leaving/", {"to": TRAP}).status_code in {200, 302, 400, 404}
    assert Letter.objects.count() <= 1
    assert calls == []


def test_the_admin(site_home, client, calls):
    client.force_login(UserFactory(role=Role.SITE_ADMIN))
    for address in (
        f"/admin/choose-external-link/?link_url={TRAP}",
        f"/admin/embeds/chooser/?url={TRAP}",
        f"/search/?q={TRAP}",
    ):
        assert client.get(address).status_code < 500
    answer = client.post("/admin/embeds/chooser/upload/", {"embed-chooser-url": TRAP})
    assert answer.status_code < 500
    assert calls == []


def test_no_module_of_ours_could():
    found = []
    for app in APPS:
        for path in sorted(Path(settings.BASE_DIR, app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                names = []
                if isinstance(node, ast.Import):
                    names = [each.name for each in node.names]
                elif isinstance(node, ast.ImportFrom) and node.module:
                    names = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
                found += [f"{path.name}: {name}" for name in names if name in CLIENTS]
    assert found == []
    assert settings.WAGTAILEMBEDS_FINDERS == []
