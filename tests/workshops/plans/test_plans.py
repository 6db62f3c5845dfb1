"""Plans and announcements: at once for members, along the road for the public."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from editorial import actions as road
from editorial.errors import NotPossible, ReviewRefused
from editorial.models import Notification
from tests.editorial.desk_forms import open_form, send
from tests.editorial.factories import approve_all, make_staff
from tests.workshops.factories import log_in, make_people, make_year
from workshops.models import Announcement, WorkshopPlanPage, YearPlan
from workshops.plans import actions
from workshops.plans.queries import paragraphs, years_to_plan

pytestmark = pytest.mark.django_db

TEXT = "上半年：一件小事。\n\n下半年：还是那件小事，做深一点。<b>"


@pytest.fixture
def people(site_home):
    return make_people()


def url(name, *args):
    return reverse(f"workshops:{name}", args=args)


def write(people, year, text=TEXT, by="host"):
    return actions.write_plan(
        workshop_id=people.workshop.pk, by=people[by], year_id=year.pk, text=text
    )


def test_members_read_a_plan_at_once_and_nobody_else(client, people):
    year = make_year()
    log_in(client, people["host"])
    sent = client.post(url("plan_of", people.workshop.pk, year.pk), {"text": TEXT})
    assert sent.url == url("plan_of", people.workshop.pk, year.pk)
    log_in(client, people["member"])
    page = client.get(url("room", people.workshop.pk)).content.decode()
    assert "一件小事" in page
    assert "<b>" not in page.split("一件小事")[1].split("</section>")[0]
    for name in ("teacher", "editor", "anonymous"):
        log_in(client, people.everybody[name])
        assert "一件小事" not in client.get(people.workshop.get_url()).content.decode()


def test_only_the_host_writes_and_not_nothing(people):
    year = make_year()
    for name in ("guide", "member", "teacher", "editor", "school admin", "site admin"):
        with pytest.raises(ReviewRefused):
            write(people, year, by=name)
    with pytest.raises(ValidationError):
        write(people, year, text=" \n ")
    write(people, year)
    write(people, year, text="改过的")
    assert YearPlan.objects.get().text == "改过的"
    with pytest.raises(NotPossible):
        actions.write_plan(workshop_id=people.workshop.pk, by=people["host"], year_id=0, text="x")


def test_a_public_plan_takes_the_three_reviews(client, people):
    year = make_year()
    plan = write(people, year)
    log_in(client, people["host"])
    begin = reverse("editorial:new", args=["workshop-plan"]) + f"?plan={plan.pk}"
    form = open_form(client, begin)
    assert form["title"][0].endswith("计划")
    assert form["workshop"] == [str(people.workshop.pk)]
    saved = send(client, form)
    page = WorkshopPlanPage.objects.get()
    assert page.get_parent().pk == people.workshop.pk
    assert not page.live
    sent = send(client, open_form(client, saved.url), "submit")
    assert sent.status_code == 302, sent.content.decode()
    public = people.workshop.get_url()
    staff = make_staff()
    client.logout()
    for steps in (("first",), ("second",)):
        approve_all(page, staff, steps)
        assert "一件小事" not in client.get(public).content.decode()
    approve_all(page, staff, ("chief",))
    text = client.get(public).content.decode()
    assert "一件小事" in text
    assert client.get(WorkshopPlanPage.objects.get().get_url()).status_code == 200
    write(people, year, text="只给成员看的新计划")
    assert "只给成员看的新计划" not in client.get(public).content.decode()


def test_a_plan_of_another_workshop_is_not_found(client, people):
    plan = write(people, make_year())
    begin = reverse("editorial:new", args=["workshop-plan"])
    for name in ("other host", "member", "teacher", "editor"):
        log_in(client, people[name])
        assert client.get(f"{begin}?plan={plan.pk}").status_code == 404
        assert client.get(f"{begin}?plan=x").status_code == 200
        form = open_form(client, begin)
        answer = send(client, form, title="假冒的计划", workshop=people.workshop.pk)
        assert answer.status_code == 422
    assert WorkshopPlanPage.objects.count() == 0


def test_a_host_who_is_no_longer_cannot_hand_a_plan_in(client, people):
    year = make_year()
    plan = write(people, year)
    log_in(client, people["host"])
    form = open_form(client, reverse("editorial:new", args=["workshop-plan"]) + f"?plan={plan.pk}")
    send(client, form)
    page = WorkshopPlanPage.objects.get()
    type(people.workshop).objects.filter(pk=people.workshop.pk).update(host=None)
    with pytest.raises(Exception, match="主持人"):
        road.submit(page_id=page.pk, author=people["host"])


def test_the_desk_does_not_offer_plans_to_everybody(client, people):
    log_in(client, people["teacher"])
    assert "workshop-plan" not in client.get(reverse("editorial:desk")).content.decode()


def test_plans_are_for_years_that_have_not_ended(site_home):
    today = timezone.localdate()
    past = make_year(today - timedelta(days=800))
    assert years_to_plan() == [past]
    now, ahead = make_year(today - timedelta(days=10)), make_year(today + timedelta(days=400))
    assert years_to_plan() == [now, ahead]


def test_typed_text_becomes_paragraphs():
    assert paragraphs("一\n\n <i>二</i> \n") == "<p>一</p><p>&lt;i&gt;二&lt;/i&gt;</p>"


def test_an_announcement_reaches_each_member_once(people):
    for _ in range(2):
        actions.announce(workshop_id=people.workshop.pk, by=people["host"], text="明天\n下午见")
    assert Announcement.objects.count() == 1
    told = Notification.objects.filter(text__contains="明天 下午见")
    assert {each.recipient for each in told} == {people["guide"], people["member"]}
    assert {each.url for each in told} == {url("room", people.workshop.pk)}
    with pytest.raises(ReviewRefused):
        actions.announce(workshop_id=people.workshop.pk, by=people["member"], text="我也说")
    with pytest.raises(ReviewRefused):
        actions.delete_announcement(
            announcement_id=Announcement.objects.get().pk, by=people["member"]
        )
    actions.delete_announcement(announcement_id=Announcement.objects.get().pk, by=people["host"])
    assert Announcement.objects.count() == 0
    assert told.count() == 2
