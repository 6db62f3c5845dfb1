"""Portraits and honours of the demo's exemplary teachers; one honour is taken back."""

from datetime import timedelta

from django.utils import timezone

from home.demo import source
from home.demo.gallery import Gallery
from home.demo.people import Cast
from home.demo.pieces import PORTRAIT_ALT, Desk
from stories.honours.actions import revoke
from stories.models import Exemplar, Honour
from stories.portraits.actions import record_register_consent


def make_honours(cast: Cast, gallery: Gallery) -> int:
    """Fill the registers, which the published stories began; returns how many honours there are.

    Args:
        cast: units and accounts.
        gallery: has drawn the portraits of the stories.
    """
    texts = source.texts("honours")
    for row in texts["newcomer"]:
        _add_person(cast, row)
    people = {person.name: person for person in Exemplar.objects.all()}
    for row in Desk.rows("story"):
        if person := people.get(row["person"]):
            alt, owner = PORTRAIT_ALT.format(person=person.name), cast.accounts[row["author"]]
            person.portrait = gallery.picture(row["portrait"], alt, owner)
    for row in texts["person"]:
        people[row["name"]].introduction = row["introduction"]
    for person in people.values():
        person.save()
    for row in texts["honour"]:
        _add_honour(cast, people[row["person"]], row)
    return Honour.objects.count()


def _add_person(cast: Cast, row: dict) -> None:
    facts = {name: row[name] for name in ("name", "stage", "subject", "title")}
    person = Exemplar(**facts, unit=cast.units[row["unit"]], is_demo=True)
    person.settle_order()
    person.save()
    record_register_consent(
        exemplar_id=person.pk,
        scope=row["scope"],
        given_on=timezone.localdate() - timedelta(days=30),
        by=cast.accounts["chief"],
    )


def _add_honour(cast: Cast, person: Exemplar, row: dict) -> None:
    """Enter an honour, or verify the one that a story stated."""
    year = timezone.localdate().year - row["years_ago"]
    honour = person.honours.filter(title=row["title"]).first()
    honour = honour or Honour(holder=person, title=row["title"])
    honour.year, honour.level, honour.basis = year, row["level"], row["basis"]
    honour.issuing_body = row["body"]
    honour.document_number = row.get("number", "").format(year=year)
    honour.full_clean()
    honour.save()
    if reason := row.get("revoked"):
        revoke(
            honour_id=honour.pk,
            by=cast.accounts["chief"],
            reason=reason,
            document_number=f"示例市教〔{year + 1}〕2号",
        )
