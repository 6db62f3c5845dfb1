"""Whatever changes a table is noted with the change, and told after it."""

import pytest
from django.db import IntegrityError, connection, transaction
from wagtail.models import Page

from people.models import Unit, User
from portal.models import PageChange
from portal.page_cache.recording import ALWAYS_READ, purge, reading
from reading.models import Work
from tests.editorial.factories import log_draft
from tests.people.factories import TeacherFactory, UnitFactory
from tests.portal.page_cache.recorded import committed

WORK, PAGE, UNIT = "reading_work", "wagtailcore_page", "people_unit"


def noted() -> set[str]:
    return set(PageChange.objects.values_list("table", flat=True))


def save(work):
    work.save()


def update(work):
    Work.objects.filter(pk=work.pk).update(title="另一个")


def delete(work):
    work.delete()


def add(work):
    Work.objects.create(title="新的", kind="classic")


def add_many(work):
    Work.objects.bulk_create([Work(title=f"新的{n}", kind="classic") for n in range(3)])


def by_hand(work):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reading_work SET title = 'x'")


def many_by_hand(work):
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE reading_work SET title = %s", [("x",), ("y",)])


def take_back(change) -> None:
    with transaction.atomic():
        change()
        transaction.set_rollback(True)


@pytest.mark.parametrize("change", [save, update, delete, add, add_many, by_hand, many_by_hand])
def test_every_way_to_change_a_table(recorded, change):
    work = Work.objects.create(title="书", kind="classic")
    work_only, units = (recorded.versions([name], recorded.all()) for name in (WORK, UNIT))
    PageChange.objects.all().delete()
    with committed():
        change(work)
        assert recorded.stand(work_only)  # not before the commit
    assert WORK in noted()
    assert not recorded.stand(work_only)
    assert recorded.stand(units)


def test_one_row_for_all_changes_of_a_table(recorded):
    with committed():
        for number in range(5):
            Work.objects.create(title=f"书{number}", kind="classic")
    assert PageChange.objects.filter(table=WORK).count() == 1


def test_what_is_taken_back_is_not_told(recorded):
    before = recorded.epoch()
    with committed():
        take_back(UnitFactory)
    assert noted() == set()
    assert recorded.epoch() == before


def test_what_is_done_again_after_being_taken_back_is_told(recorded):
    units = recorded.versions([UNIT], recorded.all())
    with committed():
        take_back(UnitFactory)
        UnitFactory()
    assert UNIT in noted()
    assert not recorded.stand(units)


def test_drafts_and_sign_ins_are_not_noted(recorded, site_home):
    page, user = log_draft(TeacherFactory()), User.objects.first()
    PageChange.objects.all().delete()
    with committed():
        page.title = "新的题目"
        page.save_revision()
        user.last_login = None
        user.save(update_fields=["last_login"])
    assert PAGE not in noted()
    assert "people_user" not in noted()


def test_a_new_draft_leaves_the_pages_alone(recorded, site_home):
    author = TeacherFactory()
    PageChange.objects.all().delete()
    with committed():
        log_draft(author)
    assert not {PAGE, "reading_readinglogpage"} & noted()


def test_a_page_that_goes_live_does_not(recorded, site_home):
    with committed():
        site_home.title = "新的题目"
        site_home.save_revision().publish()
    assert PAGE in noted()


def test_purging_is_noted_for_everything(recorded):
    anything = recorded.versions(["anything"], recorded.all())
    with committed():
        purge()
    assert noted() == {"*"}
    assert not recorded.stand(anything)


def test_what_a_page_is_made_of(recorded, site_home):
    with reading() as found:
        list(Page.objects.live().filter(owner__isnull=True))
        Unit.objects.filter(pk__in=Work.objects.values("pk")).count()
    assert found.tables - ALWAYS_READ == {PAGE, UNIT, WORK}


@pytest.mark.django_db(transaction=True)
def test_a_change_outside_of_a_transaction_is_told_too(recorded, shared):
    works = shared.versions([WORK], shared.all())
    Work.objects.create(title="书", kind="classic")
    rows = PageChange.objects.filter(table=WORK).count()
    assert rows >= 1
    assert not shared.stand(works)
    works = shared.versions([WORK], shared.all())
    update(Work.objects.get())
    assert PageChange.objects.filter(table=WORK).count() == rows + 1
    assert not shared.stand(works)


@pytest.mark.django_db(transaction=True)
class TestOutsideOfATransaction:
    """What succeeds without the recorder succeeds with it."""

    def test_a_new_object_knows_its_key(self, recorded):
        work = Work.objects.create(title="书", kind="classic")
        assert Work.objects.get() == work

    def test_a_cursor_that_held_rows_runs_other_statements(self, recorded):
        name = connection.ops.quote_name(WORK)
        Work.objects.create(title="书", kind="classic")
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {name} SET title = 'x' RETURNING title, kind")
            assert cursor.fetchone() == ("x", "classic")
            assert cursor.fetchone() is None
            cursor.execute("SELECT 5")
            assert cursor.fetchall() == [(5,)]
            cursor.execute(f"UPDATE {name} SET title = 'y' RETURNING title")
            assert list(cursor) == [("y",)]
            cursor.execute(f"UPDATE {name} SET title = 'z' RETURNING title")
            assert cursor.fetchmany(3) == [("z",)]
            assert cursor.rowcount == 1

    def test_writing_while_reading(self, recorded):
        """One write of the loop is refused; the loop goes on."""
        Work.objects.bulk_create(Work(title=f"书{n}", kind="classic") for n in range(12))
        refused = done = 0
        for work in Work.objects.order_by("pk").iterator(chunk_size=2):
            taken = work.pk if done == 5 and not refused else None
            try:
                Work.objects.create(pk=taken, title=f"新{done}", kind="classic")
                done += 1
            except IntegrityError:
                refused += 1
            if done + refused == 12:
                break
        assert (done, refused) == (11, 1)
        assert Work.objects.filter(title__startswith="新").count() == 11

    def test_statements_that_refuse_transactions(self, recorded, shared):
        """They change anything there is, as far as we know."""
        units = shared.versions([UNIT], shared.all())
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            assert shared.stand(units)
            if connection.vendor == "postgresql":
                cursor.execute("REINDEX TABLE CONCURRENTLY people_unit")
            else:
                cursor.execute("REINDEX people_unit")
        assert "*" in noted()
        assert not shared.stand(units)

    def test_a_table_that_is_gone_and_comes_back(self, recorded):
        Work.objects.create(title="先", kind="classic")
        with connection.schema_editor() as editor:
            editor.delete_model(PageChange)
        try:
            Work.objects.create(title="中", kind="classic")
        finally:
            with connection.schema_editor() as editor:
                editor.create_model(PageChange)
        Work.objects.create(title="后", kind="classic")
        assert WORK in noted()
        assert Work.objects.count() == 3
