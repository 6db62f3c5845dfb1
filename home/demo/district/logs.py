"""Published reading logs with everything that a published piece has behind it.

Written as ``editorial.actions`` would have left them once the workflow's own rows are gone: the
version that was handed in, its number in the register, the decisions (送审 and one approval a
step), the licence, and the row that narrows its readers. ``Submission.save`` would accept each.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, Revision

from editorial.enums import Audience, Step, Verdict
from editorial.models import Decision, ManuscriptNumber, ManuscriptYear, Readership, Release
from home.demo.district import words
from home.demo.district.books import Book
from home.demo.district.bulk import Store, Table, renumber, stamp
from home.demo.district.people import Teacher
from people.models import RoleScope, User
from people.roles import Role
from reading.models import ReadingLogPage

STEPS = {
    Audience.SCHOOL: (Step.SCHOOL,),
    Audience.DISTRICT: (Step.FIRST,),
    Audience.PUBLIC: (Step.FIRST, Step.SECOND, Step.FINAL),
}
# Most teachers write for their school; of a hundred logs fifteen are for everybody.
AUDIENCES = (Audience.SCHOOL,) * 12 + (Audience.DISTRICT,) * 5 + (Audience.PUBLIC,) * 3
MANNERS = [manner.value for manner in ReadingLogPage.Manner]
OPINION = "内容具体，同意。"


@dataclass(frozen=True)
class Reading:
    """A finished book: who read it, which it was, and when."""

    teacher: Teacher
    book: Book
    started: date
    finished: date


class Logs:
    """Writes logs; they reach the database with ``store``, whose last tables name them."""

    def __init__(self, source: Random, now: datetime) -> None:
        self.source, self.now = source, now
        self.parent = ReadingLogPage.shelf()
        last = self.parent.get_last_child()
        self._step = int(last.path[-Page.steplen :], 36) if last else 0
        self.written = 0
        self._reviewers = {
            step: User.objects.get(staff_number=number)
            for step, number in zip(
                (Step.FIRST, Step.SECOND, Step.FINAL), ("editor1", "editor2", "chief"), strict=True
            )
        }
        heads = RoleScope.objects.filter(role=Role.SCHOOL_ADMIN).order_by("-pk")
        self._heads = dict(heads.values_list("unit_id", "user_id"))
        self._years = dict(ManuscriptYear.objects.values_list("pk", "last"))
        self._make_tables()

    def _make_tables(self) -> None:
        types = ContentType.objects
        log_type, page_type = (types.get_for_model(model).pk for model in (ReadingLogPage, Page))
        self.sample = ReadingLogPage(
            owner_id=0, is_demo=True, locale_id=self.parent.locale_id, content_type_id=log_type
        ).serializable_data() | {"depth": self.parent.depth + 1, "numchild": 0}
        self.revisions = Table(
            Revision,
            "id object_id created_at user_id object_str content",
            content_type_id=log_type,
            base_content_type_id=page_type,
        )
        self.pages = Table(
            Page,
            "id path translation_key title draft_title slug url_path owner_id latest_revision_id "
            "live_revision_id first_published_at last_published_at latest_revision_created_at",
            depth=self.parent.depth + 1,
            content_type_id=log_type,
            locale_id=self.parent.locale_id,
        )
        self.logs = Table(
            ReadingLogPage,
            "page_ptr_id summary audience unit_id editor_in_charge_id body work_id slot manner "
            "started_on finished_on",
            is_demo=True,
        )
        self.decisions = Table(
            Decision,
            "id page_id page_title revision_id step verdict audience comment decided_by_id "
            "decided_at",
        )
        self.releases = Table(
            Release,
            "page_id revision_id audience unit_id decision_id released_by_id released_at",
        )
        self.readers = Table(Readership, "page_id audience unit_id")
        self.numbers = Table(ManuscriptNumber, "page_id year number")
        self._page, self._revision = self.pages.next_key(), self.revisions.next_key()
        self._decision = self.decisions.next_key()
        self.tables = (
            self.revisions, self.pages, self.logs, self.decisions, self.releases, self.readers,
            self.numbers,
        )  # fmt: skip

    def add(self, reading: Reading) -> tuple[int, date]:
        """Write the log of a finished book.

        Returns:
            the page's number and the day on which it was handed in.
        """
        source, teacher, book = self.source, reading.teacher, reading.book
        handed_in = self._moment(reading.finished, source.randint(0, 9))
        audience = source.choice(AUDIENCES)
        page, revision = self._page, self._revision
        decided = self._decide(page, revision, reading, audience, handed_in)
        content = self._content(page, reading, audience, decided[-1])
        slug = content["slug"]
        self.pages.add(
            page, content["path"], content["translation_key"].replace("-", ""), content["title"],
            content["title"], slug, content["url_path"], teacher.pk, revision, revision,
            stamp(decided[-1]), stamp(decided[-1]), stamp(handed_in),
        )  # fmt: skip
        first = audience != Audience.SCHOOL
        in_charge = self._reviewers[Step.FIRST].pk if first else self._heads[teacher.unit_id]
        self.logs.add(
            page, content["summary"], audience.value, teacher.unit_id, in_charge,
            content["body"], book.pk, book.kind, content["manner"],
            str(reading.started), str(reading.finished),
        )  # fmt: skip
        self.revisions.add(
            revision, str(page), stamp(handed_in), teacher.pk, content["title"],
            json.dumps(content, ensure_ascii=False),
        )  # fmt: skip
        self._page, self._revision = page + 1, revision + 1
        self.written += 1
        return page, timezone.localdate(handed_in)

    def _moment(self, day: date, after: int) -> datetime:
        moment = timezone.make_aware(
            datetime.combine(day, time(8 + after, self.source.randrange(60)))
        ) + timedelta(days=after)
        return min(moment, self.now)

    def _content(
        self, page: int, reading: Reading, audience: Audience, published: datetime
    ) -> dict[str, object]:
        """Return the content of the version: what the page's fields hold."""
        source, book = self.source, reading.book
        self._step += 1
        slug = f"du-{page}"
        title = words.title_of_log(source, book.title)
        return self.sample | {
            "pk": page,
            "path": Page._get_path(self.parent.path, self.parent.depth + 1, self._step),
            "translation_key": str(UUID(int=source.getrandbits(128), version=4)),
            "title": title,
            "draft_title": title,
            "slug": slug,
            "url_path": f"{self.parent.url_path}{slug}/",
            "owner": reading.teacher.pk,
            "summary": words.sentence(source, book.topic),
            "audience": audience.value,
            "unit": reading.teacher.unit_id,
            "body": words.body(source, book.topic),
            "work": book.pk,
            "slot": book.kind,
            "manner": source.choice(MANNERS),
            "started_on": str(reading.started),
            "finished_on": str(reading.finished),
        }

    def _decide(
        self, page: int, revision: int, reading: Reading, audience: Audience, handed_in: datetime
    ) -> list[datetime]:
        """Write the record; return the moments of its rows, the last being the publication."""
        moments = [handed_in]
        author, unit = reading.teacher.pk, reading.teacher.unit_id
        title = f"《{reading.book.title}》读书笔记"
        self._record(page, title, revision, "", Verdict.SUBMIT, audience, "", author, handed_in)
        year = timezone.localtime(handed_in).year
        self._years[year] = self._years.get(year, 0) + 1
        self.numbers.add(page, year, self._years[year])
        for step in STEPS[audience]:
            later = moments[-1] + timedelta(hours=self.source.randint(2, 60))
            moments.append(min(later, self.now))
            by = self._heads[unit] if step == Step.SCHOOL else self._reviewers[step].pk
            self._record(
                page, title, revision, step.value, Verdict.APPROVE, audience, OPINION, by,
                moments[-1],
            )  # fmt: skip
        is_school = audience == Audience.SCHOOL
        self.releases.add(
            page, revision, audience.value, unit if is_school else None, self._decision - 1, by,
            stamp(moments[-1]),
        )  # fmt: skip
        if audience != Audience.PUBLIC:
            self.readers.add(page, audience.value, unit if is_school else None)
        return moments

    def _record(
        self, page: int, title: str, revision: int, step: str, verdict: Verdict,
        audience: Audience, comment: str, by: int, at: datetime,
    ) -> None:  # fmt: skip
        self.decisions.add(
            self._decision, page, title, revision, step, verdict.value, audience.value, comment,
            by, stamp(at),
        )  # fmt: skip
        self._decision += 1

    def close(self, store: Store) -> None:
        """Write what the logs leave to others: counters, and the parent's number of children."""
        store.close()
        for year, last in self._years.items():
            ManuscriptYear.objects.update_or_create(pk=year, defaults={"last": last})
        children = self.parent.numchild + self.written
        Page.objects.filter(pk=self.parent.pk).update(numchild=children)
        renumber(table.model for table in self.tables)
