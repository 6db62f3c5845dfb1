"""Things die while people work: what was accepted is there afterwards, once."""

import time

import pytest
import requests

from tests.deploy.machines import wait_for

pytestmark = pytest.mark.stack


def enough(diary, count: int) -> None:
    """Wait for so many more accepted notes."""
    goal = len(diary.accepted) + count
    wait_for(lambda: len(diary.accepted) >= goal, f"{count} accepted notes")


def assert_nothing_lost(diary, label: str) -> None:
    """Whatever was answered with "saved" is in the database; nothing stands there twice."""
    kept = diary.kept(label)
    assert set(diary.accepted) <= set(kept)
    assert len(kept) == len(set(kept))
    # A request whose answer was lost may have been carried out; more than that there cannot be.
    assert len(kept) <= len(diary.accepted) + len(diary.refused)


def test_a_killed_web_process_loses_no_accepted_write(stack, diary):
    with diary.being_written("kill"):
        enough(diary, 40)
        stack.webs[0].kill()
        enough(diary, 40)  # the other one goes on
        answers = [requests.get(stack.url, timeout=60).status_code for _ in range(10)]
        stack.webs[0].start()
        enough(diary, 40)
    assert answers == [200] * 10, "reading visitors notice nothing"
    assert_nothing_lost(diary, "kill")
    # Only what was in its hands: a connection each.
    assert len(diary.refused) <= 4, diary.refused
    assert set(diary.refused) <= {502}


def test_a_restart_one_by_one_refuses_hardly_anything(stack, diary):
    with diary.being_written("rolling"):
        for web in stack.webs:
            enough(diary, 10)
            web.restart()
        enough(diary, 10)
    assert_nothing_lost(diary, "rolling")
    assert len(diary.refused) <= 4, diary.refused


def test_without_any_web_process_nginx_says_it_in_chinese(stack):
    for web in stack.webs:
        web.kill()
    try:
        answer = requests.get(stack.url, timeout=60)
        assert answer.status_code == 502
        assert "暂时没有响应" in answer.content.decode()
        assert answer.headers["Retry-After"] == "10"
    finally:
        for web in stack.webs:
            web.start()
    wait_for(lambda: requests.get(stack.url, timeout=60).status_code == 200, "the site")


def test_postgresql_restarted_under_writers(stack, diary):
    with diary.being_written("database"):
        enough(diary, 20)
        stack.postgres.kill()
        stack.postgres.start(wait=False)
        wait_for(stack.postgres.is_ready, "PostgreSQL")
        enough(diary, 20)
    assert_nothing_lost(diary, "database")
    assert set(diary.refused) <= {503}, diary.refused
    assert stack.readyz()[1]["database"]["ok"] is True


def test_without_postgresql_the_page_says_so_and_heals(stack, diary):
    stack.postgres.stop()
    try:
        text = "这一段话写了很久，不能因为数据库重启就没有了，请原样还给我。" * 3
        token = diary.browser.session.cookies["csrftoken"]
        answer = diary.browser.session.post(
            diary.addresses[0], {"text": text, "csrfmiddlewaretoken": token}, timeout=60
        )
        assert answer.status_code == 503
        assert "数据库暂时连不上" in answer.text
        assert text in answer.text
        assert int(answer.headers["Retry-After"]) > 0
        status, parts = stack.readyz()
        assert status == 503
        assert parts["database"]["ok"] is False
        assert parts["cache"]["ok"] is True
    finally:
        stack.postgres.start()
    assert requests.get(stack.url, timeout=60).status_code == 200
    assert stack.readyz()[1]["database"]["ok"] is True


def test_without_redis_the_site_goes_on(stack, diary):
    stack.redis.stop()
    try:
        with diary.being_written("redis"):
            enough(diary, 20)
        assert requests.get(stack.url, timeout=60).status_code == 200
        stack.browser("teacher2")  # sign-ins are counted in the processes meanwhile
        status, parts = stack.readyz()
        assert status == 200
        assert parts["cache"]["state"] == "degraded"
        assert parts["database"]["ok"] is True
    finally:
        stack.redis.start()
    assert diary.refused == []
    assert_nothing_lost(diary, "redis")
    assert stack.readyz()[1]["cache"]["ok"] is True


def test_a_killed_worker_has_its_task_done_after_all(stack):
    queued = stack.shell(
        "from django_tasks_db.models import DBTaskResult as T;"
        "from media.tasks import draw_renditions;"
        "t = T.objects.get(pk=draw_renditions.using(queue_name='default').enqueue(0).id);"
        "t.claim('worker1'); print(t.pk)"
    )
    state = (
        "from django_tasks_db.models import DBTaskResult as T;"
        f"print(T.objects.get(pk='{queued}').status)"
    )
    stack.worker.kill()
    assert stack.shell(state) == "RUNNING", "nobody else looks at it"
    stack.worker.start()
    wait_for(lambda: stack.shell(state) == "SUCCESSFUL", "the task")


def test_a_lost_index_is_built_again(stack):
    assert stack.readyz()[1]["search"]["ok"] is True
    stack.shell(
        "from django.db import connection as c;c.cursor().execute('DROP TABLE search_documents')"
    )
    assert stack.readyz()[1]["search"]["ok"] is False
    assert requests.get(f"{stack.url}/search/?q=教育", timeout=60).status_code == 200
    stack.office.manage("mend_search")
    assert stack.readyz()[1]["search"]["ok"] is True


def test_pictures_that_are_gone_take_no_page_with_them(stack):
    media, aside = stack.var / "media", stack.var / "media-aside"
    home = requests.get(stack.url, timeout=60).text
    image = home[home.index("/media/images/") :].split('"')[0].split()[0]
    media.rename(aside)
    try:
        media.mkdir()
        assert requests.get(stack.url + image, timeout=60).status_code == 404
        for path in ("/", "/stories/", "/reading/", "/forums/", "/workshops/"):
            assert requests.get(stack.url + path, timeout=60).status_code == 200, path
    finally:
        media.rename(stack.var / "media-empty")
        aside.rename(media)
    assert requests.get(stack.url + image, timeout=60).status_code == 200


def test_the_stack_is_whole_again(stack):
    time.sleep(2)  # nginx asks a process that failed again after two seconds
    status, parts = stack.readyz()
    assert (status, [name for name, part in parts.items() if not part["ok"]]) == (200, [])
