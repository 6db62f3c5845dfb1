"""个人信息: what is held, taking it out, leaving."""

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.access import for_authors
from editorial.desk.menu import desk_menu
from people.models import User
from people.personal.erasing import erase_person, leaving_problem
from people.personal.exporting import person_archive, summary


class LeaveForm(forms.Form):
    """The own password, and the word that one means it."""

    password = forms.CharField(
        label="当前密码",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请输入密码。"},
    )
    sure = forms.BooleanField(
        label="我知道注销不能恢复，我的稿件和记录会一并删除",
        error_messages={"required": "请勾选确认。"},
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError("密码不正确。")
        return password


@require_safe
@for_authors
def data(request: HttpRequest) -> HttpResponse:
    """What is held, and what would become of it. Queries: one for each kind of row."""
    return _shown(request, LeaveForm(user=request.user))


@require_POST
@for_authors
def export(request: HttpRequest) -> HttpResponseBase:
    """Everything in one archive."""
    name = f"个人信息-{timezone.localdate():%Y%m%d}.zip"
    answer = FileResponse(
        person_archive(request.user),
        as_attachment=True,
        filename=name,
        content_type="application/zip",
    )
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@for_authors
def leave(request: HttpRequest) -> HttpResponse:
    """Delete everything and switch the account off."""
    form = LeaveForm(request.POST, user=request.user)
    if not form.is_valid():
        return _shown(request, form, status=422)
    try:
        erase_person(user=request.user, by=request.user)
    except ValidationError as refused:
        form.add_error(None, refused)
        return _shown(request, form, status=409)
    logout(request)
    messages.success(request, "账号已注销，您的内容已经删除。")
    return redirect("/")


def _shown(request: HttpRequest, form: LeaveForm, status: int = 200) -> HttpResponse:
    context = {
        "lines": summary(request.user),
        "form": form,
        "problem": leaving_problem(request.user),
        "desk_menu": desk_menu(request),
        "page_title": "个人信息",
    }
    return render(request, "editorial/desk/data.html", context, status=status)
