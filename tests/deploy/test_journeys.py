"""The portal's main road through nginx, both web processes and the worker."""

import re

import pytest
import requests

from tests.deploy.machines import wait_for
from tests.media.factories import picture_bytes

pytestmark = pytest.mark.stack

TITLE = "青瓷般的清晨：重读一本旧书"
BODY = "我在六楼的办公室读完最后一章，窗外下着小雨。" * 30
STEPS = (("editor1", "初审"), ("editor2", "复审"), ("chief", "终审"))


def log_fields(stack) -> dict[str, str]:
    work = stack.shell("from reading.models import Work; print(Work.objects.order_by('pk')[0].pk)")
    return {
        "title": TITLE,
        "summary": "一个下雨的早上。",
        "work": work,
        "slot": "classic",
        "finished_on": "2025-09-01",
        "body": f"<p>{BODY}</p>",
    }


def test_from_draft_to_public_page(stack):
    teacher = stack.browser("teacher1")
    teacher.open("/my/submissions/new/reading-log/")
    picture = ("desk.jpg", picture_bytes(), "image/jpeg")
    teacher.press("保存草稿", log_fields(stack), **{"pictures-new": picture})
    assert teacher.answer.status_code == 200, teacher.page.get_text()
    number = re.search(r"/my/submissions/(\d+)/", teacher.answer.text)[1]
    teacher.open(f"/my/submissions/{number}/edit/")
    words = {"pictures-0-alt": "窗边的一张书桌", "pictures-0-faces": "none"}
    assert teacher.press("送审", words).status_code == 200, teacher.page.get_text()
    assert "审核中·初审" in teacher.open(f"/my/submissions/{number}/").text

    private = re.findall(r'/media/images/[^"\s]+', teacher.open(f"/my/submissions/{number}/").text)
    for address in private:
        assert requests.get(stack.url + address, timeout=60).status_code == 404

    for editor, step in STEPS:
        desk = stack.browser(editor)
        desk.open("/my/reviews/")
        desk.follow(TITLE)
        assert step in desk.page.get_text()
        assert f"的{step}" in desk.press("通过").text

    visitor = stack.browser()
    path = stack.shell(f"from wagtail.models import Page; print(Page.objects.get(pk={number}).url)")
    wait_for(lambda: visitor.open(path).status_code == 200, "the published page")
    assert TITLE in visitor.answer.text
    assert "六楼的办公室" in visitor.answer.text
    image = re.search(r'/media/images/[^"\s]+', visitor.answer.text)[0]
    shown = visitor.open(image)
    assert shown.status_code == 200
    assert shown.headers["Content-Type"] == "image/webp"
    assert len(shown.content) == int(shown.headers["Content-Length"])
    wait_for(lambda: TITLE[:5] in visitor.open("/search/?q=下着小雨").text, "the index")


def test_nginx_sends_files_and_adds_nothing_twice(stack):
    path = stack.shell(
        "from media.models import PortalRendition as R, PortalImage as I; "
        "print(R.objects.filter(image__in=I.objects.public())[0].url)"
    )
    answer = requests.get(stack.url + path, timeout=60)
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    part = requests.get(stack.url + path, headers={"Range": "bytes=0-9"}, timeout=60)
    assert (part.status_code, part.content) == (206, answer.content[:10])
    again = requests.get(
        stack.url + path, headers={"If-None-Match": answer.headers["ETag"]}, timeout=60
    )
    assert again.status_code == 304
    direct = requests.get(f"{stack.url}/internal-media/{path.removeprefix('/media/')}", timeout=60)
    assert direct.status_code == 404

    home = requests.get(stack.url, timeout=60).raw
    for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Server"):
        assert len(home.headers.getlist(name)) == 1, name


def test_static_files_come_compressed_and_for_ever(stack):
    home = requests.get(stack.url, timeout=60).text
    style = re.search(r'/static/[^"]+\.css', home)[0]
    answer = requests.get(stack.url + style, timeout=60)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_too_large_is_refused_in_chinese(stack):
    answer = requests.post(f"{stack.url}/my/", data=b"x" * (65 * 1024 * 1024), timeout=60)
    assert answer.status_code == 413
    assert "文件太大了" in answer.content.decode()
