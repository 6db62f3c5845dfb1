"""Coming in and going out; who may, what is told, what happens twice."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from editorial.errors import NotPossible, ReviewRefused
from editorial.models import Notification
from people.models import Consent
from people.roles import Role
from tests.people.factories import TeacherFactory, UserFactory
from tests.workshops.factories import make_host, make_member, make_people, make_workshop
from workshops.membership import actions, naming
from workshops.membership.queries import named_members, to_be_named
from workshops.models import Membership, WorkshopPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(site_home):
    return make_workshop(make_host())


def told(user):
    return list(Notification.objects.filter(recipient=user).values_list("text", flat=True))


def invite(workshop, user, **values):
    return actions.invite(workshop_id=workshop.pk, by=workshop.host, user_id=user.pk, **values)


def test_an_invitation_is_told_and_accepted(workshop):
    teacher = TeacherFactory()
    member = invite(workshop, teacher, role="guide", words="来吧")
    assert (member.state, member.role) == ("invited", "guide")
    assert told(teacher) == [f"{workshop.title}：{workshop.host.name}邀请您加入，请答复。"]
    joined = actions.accept_invitation(membership_id=member.pk, by=teacher)
    assert (joined.state, joined.joined_on) == ("active", timezone.localdate())
    assert told(workshop.host) == [f"{workshop.title}：{teacher.name}接受了邀请。"]
    assert actions.accept_invitation(membership_id=member.pk, by=teacher).state == "active"
    assert len(told(workshop.host)) == 1


def test_an_invitation_is_declined_and_can_be_repeated(workshop):
    teacher = TeacherFactory()
    member = invite(workshop, teacher)
    actions.decline_invitation(membership_id=member.pk, by=teacher)
    with pytest.raises(NotPossible):
        actions.accept_invitation(membership_id=member.pk, by=teacher)
    assert invite(workshop, teacher).state == "invited"


@pytest.mark.parametrize(
    "who", ["the host", "nobody", "no teacher", "switched off", "invited before", "a member"]
)
def test_who_cannot_be_invited(workshop, who):
    people = {
        "the host": lambda: workshop.host,
        "no teacher": lambda: UserFactory(role=Role.EDITOR),
        "switched off": lambda: TeacherFactory(is_active=False),
        "invited before": lambda: invite(workshop, TeacherFactory()).user,
        "a member": lambda: make_member(workshop).user,
    }
    user_id = people[who]().pk if who in people else 10**9
    with pytest.raises(ValidationError) as refused:
        actions.invite(workshop_id=workshop.pk, by=workshop.host, user_id=user_id)
    assert list(refused.value.message_dict) == ["user"]


def test_a_request_is_told_approved_and_declined(workshop):
    first, second = TeacherFactory(), TeacherFactory()
    wanted = actions.request_to_join(workshop_id=workshop.pk, by=first, words="想来")
    assert told(workshop.host) == [f"{workshop.title}：{first.name}申请加入，请答复。"]
    actions.approve_request(membership_id=wanted.pk, by=workshop.host, role="guide")
    wanted.refresh_from_db()
    assert (wanted.state, wanted.role) == ("active", "guide")
    assert "您的申请通过了" in told(first)[0]
    other = actions.request_to_join(workshop_id=workshop.pk, by=second)
    with pytest.raises(ValidationError):
        actions.decline_request(membership_id=other.pk, by=workshop.host, reason="  ")
    actions.decline_request(membership_id=other.pk, by=workshop.host, reason="人满了。")
    assert "人满了。" in told(second)[0]
    with pytest.raises(NotPossible):
        actions.approve_request(membership_id=other.pk, by=workshop.host)
    assert actions.request_to_join(workshop_id=workshop.pk, by=second).state == "requested"


def test_a_workshop_may_refuse_requests(workshop):
    WorkshopPage.objects.filter(pk=workshop.pk).update(accepts_requests=False)
    with pytest.raises(NotPossible, match="只由主持人邀请"):
        actions.request_to_join(workshop_id=workshop.pk, by=TeacherFactory())
    assert invite(workshop, TeacherFactory()).state == "invited"


def test_whoever_asks_and_whoever_is_asked_do_not_answer_for_each_other(workshop):
    teacher, stranger = TeacherFactory(), TeacherFactory()
    asked, wanted = invite(workshop, teacher), None
    with pytest.raises(NotPossible):
        actions.accept_invitation(membership_id=asked.pk, by=stranger)
    with pytest.raises(NotPossible):  # nor the host for the one who was invited
        actions.accept_invitation(membership_id=asked.pk, by=workshop.host)
    wanted = actions.request_to_join(workshop_id=workshop.pk, by=stranger)
    with pytest.raises(NotPossible):
        actions.accept_invitation(membership_id=wanted.pk, by=stranger)
    with pytest.raises(ReviewRefused):
        actions.approve_request(membership_id=wanted.pk, by=stranger)
    with pytest.raises(ReviewRefused):
        actions.take_back(membership_id=asked.pk, by=stranger)
    actions.take_back(membership_id=asked.pk, by=workshop.host)
    actions.take_back(membership_id=wanted.pk, by=stranger)
    assert Membership.objects.count() == 0


OF_THE_HOST = ["invite", "enter", "approve", "decline", "remove", "change"]


@pytest.mark.parametrize("verb", OF_THE_HOST)
def test_only_the_host_runs_the_workshop(site_home, verb):
    people = make_people()
    workshop = people.workshop
    wanted = actions.request_to_join(workshop_id=workshop.pk, by=TeacherFactory())
    member = Membership.objects.get(user=people["member"])
    acts = {
        "invite": lambda by: actions.invite(
            workshop_id=workshop.pk, by=by, user_id=TeacherFactory().pk
        ),
        "enter": lambda by: actions.enter_outsider(workshop_id=workshop.pk, by=by, name="外"),
        "approve": lambda by: actions.approve_request(membership_id=wanted.pk, by=by),
        "decline": lambda by: actions.decline_request(membership_id=wanted.pk, by=by, reason="不"),
        "remove": lambda by: actions.remove(membership_id=member.pk, by=by, reason="不"),
        "change": lambda by: actions.change_member(
            membership_id=member.pk, by=by, role="guide", duty="", joined_on=None
        ),
    }
    before = Membership.objects.count()
    for name, user in people.everybody.items():
        if name in ("host", "anonymous"):
            continue
        with pytest.raises(ReviewRefused):
            acts[verb](user)
    assert Membership.objects.count() == before
    acts[verb](people["host"])


def test_a_host_who_lost_the_role_runs_nothing(workshop):
    from people.actions import revoke_role

    revoke_role(user=workshop.host, role=Role.WORKSHOP_HOST)
    host = type(workshop.host).objects.get(pk=workshop.host.pk)
    with pytest.raises(ReviewRefused):
        actions.invite(workshop_id=workshop.pk, by=host, user_id=TeacherFactory().pk)


def test_nothing_is_done_in_a_workshop_that_is_not_public(workshop):
    member = make_member(workshop)
    workshop.specific.unpublish()
    with pytest.raises(NotPossible):
        actions.invite(workshop_id=workshop.pk, by=workshop.host, user_id=TeacherFactory().pk)
    with pytest.raises(NotPossible):
        actions.request_to_join(workshop_id=workshop.pk, by=TeacherFactory())
    with pytest.raises(NotPossible):
        naming.show_name(workshop_id=workshop.pk, by=member.user)


def test_leaving_and_coming_back_are_two_stays(workshop):
    member = make_member(workshop)
    actions.leave(workshop_id=workshop.pk, by=member.user)
    actions.leave(workshop_id=workshop.pk, by=member.user)
    member.refresh_from_db()
    assert (member.state, member.left_on) == ("left", timezone.localdate())
    assert sum("退出了工作坊" in text for text in told(workshop.host)) == 1
    make_member(workshop, member.user)
    states = Membership.objects.filter(user=member.user).values_list("state", flat=True)
    assert sorted(states) == ["active", "left"]


def test_a_stay_is_ended_with_a_reason(workshop):
    member = make_member(workshop)
    with pytest.raises(ValidationError) as refused:
        actions.remove(membership_id=member.pk, by=workshop.host, reason="")
    assert list(refused.value.message_dict) == ["reason"]
    early = timezone.localdate() - timedelta(days=5)
    with pytest.raises(ValidationError) as refused:
        actions.remove(membership_id=member.pk, by=workshop.host, reason="调走", left_on=early)
    assert list(refused.value.message_dict) == ["left_on"]
    actions.remove(membership_id=member.pk, by=workshop.host, reason="调走了。")
    assert "调走了。" in told(member.user)[-1] or "调走了。" in told(member.user)[0]
    with pytest.raises(NotPossible):
        actions.remove(membership_id=member.pk, by=workshop.host, reason="再来一次")


def test_days_and_roles_are_checked(workshop):
    member = make_member(workshop)
    ahead = timezone.localdate() + timedelta(days=1)
    for values, field in (
        ({"role": "king", "duty": "", "joined_on": None}, "role"),
        ({"role": "guide", "duty": "", "joined_on": ahead}, "joined_on"),
    ):
        with pytest.raises(ValidationError) as refused:
            actions.change_member(membership_id=member.pk, by=workshop.host, **values)
        assert list(refused.value.message_dict) == [field]
    with pytest.raises(ValidationError):
        actions.enter_outsider(
            workshop_id=workshop.pk, by=workshop.host, name="外", told_agreed_on=ahead
        )


# -- names in public ------------------------------------------------------------------------------


def names(workshop):
    return [each.name for each in named_members(workshop)]


def test_nobody_is_named_without_their_own_word(workshop):
    member = make_member(workshop)
    assert names(workshop) == []
    naming.show_name(workshop_id=workshop.pk, by=member.user)
    naming.show_name(workshop_id=workshop.pk, by=member.user)
    assert names(workshop) == [member.user.name]
    consent = Consent.objects.get()
    assert (consent.person, consent.page_id, consent.scope) == (member.user, workshop.pk, "name")
    naming.hide_name(workshop_id=workshop.pk, by=member.user)
    assert names(workshop) == []
    with pytest.raises(NotPossible, match="明天"):
        naming.show_name(workshop_id=workshop.pk, by=member.user)
    assert WorkshopPage.objects.get(pk=workshop.pk).live


def test_a_name_goes_with_its_bearer(workshop):
    member = make_member(workshop)
    naming.show_name(workshop_id=workshop.pk, by=member.user)
    actions.leave(workshop_id=workshop.pk, by=member.user)
    assert names(workshop) == []


def test_the_consent_of_an_earlier_stay_does_not_count(workshop):
    member = make_member(workshop)
    naming.show_name(workshop_id=workshop.pk, by=member.user)
    yesterday = timezone.localdate() - timedelta(days=1)
    Consent.objects.update(given_on=yesterday)
    assert names(workshop) == []


def test_an_outsider_is_named_once_the_office_has_recorded_it(workshop):
    today = timezone.localdate()
    member = actions.enter_outsider(
        workshop_id=workshop.pk, by=workshop.host, name="秦 远", told_agreed_on=today
    )
    assert to_be_named() == [member]
    for role in (Role.EDITOR, Role.WORKSHOP_HOST):
        with pytest.raises(ReviewRefused):
            naming.name_outsider(membership_id=member.pk, by=UserFactory(role=role), given_on=today)
    with pytest.raises(ReviewRefused):
        naming.name_outsider(membership_id=member.pk, by=workshop.host, given_on=today)
    assert names(workshop) == []
    chief = UserFactory(role=Role.CHIEF_EDITOR)
    naming.name_outsider(membership_id=member.pk, by=chief, given_on=today)
    assert names(workshop) == ["秦 远"]
    assert to_be_named() == []


def test_accounts_are_not_named_by_the_office(workshop):
    member = make_member(workshop)
    chief = UserFactory(role=Role.CHIEF_EDITOR)
    with pytest.raises(NotPossible):
        naming.name_outsider(membership_id=member.pk, by=chief, given_on=timezone.localdate())


def test_an_account_that_was_switched_off_is_not_named(workshop):
    member = make_member(workshop)
    naming.show_name(workshop_id=workshop.pk, by=member.user)
    member.user.is_active = False
    member.user.save()
    assert names(workshop) == []
