"""我的登录: where one is signed in, and ending what is not wanted any more."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.access import for_authors
from editorial.desk.menu import desk_menu
from people.actions.sessions import end_other_sessions, end_session
from people.sign_ins.queries import open_sign_ins


@require_safe
@for_authors
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Every open session of the person. Queries: 2 beside those of the frame."""
    found = open_sign_ins(request.user, request.session.session_key)
    context = {
        "sign_ins": found,
        "has_others": any(not each.is_here for each in found),
        "desk_menu": desk_menu(request),
        "page_title": "我的登录",
    }
    return render(request, "editorial/desk/sign_ins.html", context)


@require_POST
@for_authors
def end_one(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of the others."""
    here = request.session.session_key
    if end_session(user=request.user, session_id=pk, here=here, request=request):
        messages.success(request, "已结束，那台设备要重新登录。")
    else:
        # Somebody else's number looks the same as one that ended a moment ago.
        messages.info(request, "这个登录已经结束了。")
    return redirect("editorial:sign_ins")


@require_POST
@for_authors
def end_others(request: HttpRequest) -> HttpResponse:
    """End all but this one."""
    end_other_sessions(user=request.user, here=request.session.session_key, request=request)
    update_session_auth_hash(request, request.user)
    messages.success(request, "其他登录已全部结束。")
    return redirect("editorial:sign_ins")
