"""What readers do for themselves: report, mute."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from discussions import actions, queries
from discussions.forms import ReportForm
from discussions.views.showing import METHODS, attempt, post_or_404, shown
from editorial.desk.access import for_authors, take_kept


@METHODS
@for_authors
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the editors to look at a contribution."""
    post, at = post_or_404(request.user, pk)
    if not post.is_visible:
        raise Http404("没有这条发言。")
    status = 200
    if request.method == "POST":
        form = ReportForm(request.POST)
        status = 422
        if form.is_valid():
            done, status = attempt(
                form,
                lambda: actions.report(contribution_id=pk, by=request.user, **form.cleaned_data),
            )
            if done:
                messages.success(request, "已交给编辑。处理好以后会通知您。")
                return redirect("discussions:post", pk=pk)
    else:
        kept = take_kept(request)
        form = ReportForm(kept, quiet=bool(kept))
    context = {"form": form, "post": post, "page_title": "举报"}
    return shown(request, "report", context, at, post.topic, status=status)


@require_POST
@for_authors
def mute_topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Hear no more of a topic, or hear of it again: ``off=1``."""
    topic, _ = queries.topic_for(request.user, pk)
    is_muted = "off" not in request.POST
    actions.mute_topic(user=request.user, topic_id=topic.pk, is_muted=is_muted)
    messages.success(
        request, "这个话题不再提醒您。" if is_muted else "这个话题有新回复时会提醒您。"
    )
    return _back(request)


@require_POST
@for_authors
def mute_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Fold a person's contributions, or show them again: ``off=1``."""
    is_muted = "off" not in request.POST
    actions.mute_person(user=request.user, person_id=pk, is_muted=is_muted)
    messages.success(
        request,
        "这位老师的发言会收起来，也不再提醒您。对方不会知道。" if is_muted else "已经取消屏蔽。",
    )
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(address if is_ours else "discussions:own")
