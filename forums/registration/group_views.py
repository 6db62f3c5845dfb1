"""A school administrator registers teachers of the own units."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from editorial.desk.access import for_authors
from editorial.errors import ReviewRefused
from forums.models import ForumEventPage, Registration, RegistrationState
from forums.registration import actions, queries
from forums.registration.answers import asked
from forums.registration.forms import GroupForm
from forums.registration.views import event_for
from forums.web import METHODS, sent, shown
from people.models import User


@METHODS
@for_authors
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """The teachers of the own units: who is registered, and whom to register. Queries: constant."""
    page = event_for(request, pk)
    if not queries.may_register_colleagues(request.user):
        raise ReviewRefused("只有学校管理员可以给老师集体报名。")
    admission = queries.admission_of(page)
    colleagues = list(queries.colleagues_of(request.user))
    standing = _standing(page, colleagues)
    form = GroupForm(
        sent(request),
        people=[(each.pk, _label(each)) for each in colleagues if each.pk not in standing],
        questions=asked(admission) if admission else [],
    )
    if form.is_valid() and _register(form, request, page):
        return redirect("events:group", pk=pk)
    context = {
        "page": page,
        "form": form,
        "phase": queries.phase_of(page, admission),
        "seats": queries.seats_of(admission) if admission else None,
        "standing": [standing[each.pk] for each in colleagues if each.pk in standing],
        "page_title": "集体报名",
    }
    return shown(request, "my/group", context, status=422 if form.errors else 200)


def _standing(page: ForumEventPage, colleagues: list[User]) -> dict[int, Registration]:
    rows = Registration.objects.active().filter(page_id=page.pk).select_related("user", "unit")
    known = {each.pk for each in colleagues}
    return {row.user_id: row for row in rows if row.user_id in known}


def _label(teacher: User) -> str:
    return f"{teacher.name}（{teacher.unit.name}）" if teacher.unit else teacher.name


def _register(form: GroupForm, request: HttpRequest, page: ForumEventPage) -> bool:
    try:
        result = actions.register_group(
            page_id=page.pk,
            by=request.user,
            user_ids=form.cleaned_data["people"],
            answers=form.answers,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _in_words(result))
    if result.not_for:
        names = "、".join(each.name for each in result.not_for)
        messages.warning(request, f"这场活动不面向他们的单位，没有报上：{names}。")
    return True


def _in_words(result: Any) -> str:
    counts = {
        "有名额": sum(r.state == RegistrationState.ADMITTED for r in result.registrations),
        "候补": sum(r.state == RegistrationState.WAITING for r in result.registrations),
        "待审核": sum(r.state == RegistrationState.PENDING for r in result.registrations),
        "原先已报": len(result.already),
    }
    parts = "，".join(f"{name} {count} 人" for name, count in counts.items() if count)
    return f"已经报名：{parts}。" if parts else "没有新的报名。"
