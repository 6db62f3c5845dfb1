"""Looking after discussions: hiding, locking, moving, the history, an article from a topic."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from discussions import actions, queries
from discussions.forms import ArticleForm, MoveForm, RefusalForm
from discussions.places import place_at
from discussions.views.showing import METHODS, attempt, post_or_404, shown, viewer_of
from editorial.desk.access import for_authors, take_kept

MOST_OFFERED = 200


@METHODS
@for_authors
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a contribution out of sight, with a reason; a whole topic with its first one."""
    post, at = post_or_404(request.user, pk)
    if not viewer_of(request.user, at).tends:
        raise PermissionDenied("只有编辑和这里的主持人可以隐藏发言。")
    status = 200
    if request.method == "POST":
        form = RefusalForm(request.POST)
        status = 422
        if form.is_valid():
            done, status = attempt(
                form,
                lambda: actions.hide(contribution_id=pk, by=request.user, **form.cleaned_data),
            )
            if done:
                messages.success(request, "已经隐藏，作者会收到理由。")
                if post.is_opening:
                    return redirect("discussions:place", *at.key)
                return redirect("discussions:topic", pk=post.topic_id)
    else:
        kept = take_kept(request)
        form = RefusalForm(kept, quiet=bool(kept))
    context = {"form": form, "post": post, "page_title": "隐藏发言"}
    return shown(request, "hide", context, at, post.topic, status=status)


@require_POST
@for_authors
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Let readers see a hidden contribution again."""
    post, _ = post_or_404(request.user, pk)
    actions.show(contribution_id=pk, by=request.user)
    messages.success(request, "已经恢复显示。")
    return redirect("discussions:post", pk=post.pk)


@require_POST
@for_authors
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a topic, or open it again: ``off=1``."""
    topic, _ = queries.topic_for(request.user, pk)
    if "off" in request.POST:
        actions.unlock(topic_id=topic.pk, by=request.user)
        messages.success(request, "话题已解除锁定。")
    else:
        actions.lock(topic_id=topic.pk, by=request.user)
        messages.success(request, "话题已锁定，不再接受发言。")
    return redirect("discussions:topic", pk=pk)


def _for_editors(request: HttpRequest) -> None:
    if not queries.is_editor(request.user):
        raise PermissionDenied("这里只给编辑和总编用。")


@METHODS
@for_authors
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a topic to the page whose address is pasted."""
    topic, at = queries.topic_for(request.user, pk)
    _for_editors(request)
    status = 200
    if request.method == "POST":
        form = MoveForm(request.POST)
        status = 422
        if form.is_valid():
            new = place_at(request.user, form.cleaned_data["address"])
            if new is None:
                form.add_error("address", "没有找到这个页面，请打开要移到的页面，重新复制网址。")
            else:
                done, status = attempt(
                    form,
                    lambda: actions.move(
                        topic_id=pk, by=request.user, kind=new.kind.name, place_id=new.pk
                    ),
                )
                if done:
                    messages.success(request, f"已移到“{new.title}”。")
                    return redirect("discussions:topic", pk=pk)
    else:
        form = MoveForm()
    context = {"form": form, "page_title": "移动话题"}
    return shown(request, "move", context, at, topic, status=status)


@require_safe
@for_authors
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions of a contribution and what was decided about it, for editors."""
    post, at = post_or_404(request.user, pk)
    _for_editors(request)
    context = {
        "post": post,
        "versions": post.versions.select_related("decided_by")
        .prefetch_related("mentions")
        .order_by("-number"),
        "entries": post.topic.entries.filter(Q(contribution=None) | Q(contribution=post))
        .select_related("decided_by")
        .order_by("-pk"),
        "page_title": "修改记录",
    }
    return shown(request, "history", context, at, post.topic)


@METHODS
@for_authors
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what of a topic goes into an article, and begin its draft."""
    topic, at = queries.topic_for(request.user, pk)
    kinds = actions.kinds_for_articles(request.user, at)
    if not kinds:
        raise PermissionDenied("您不能把这里的讨论整理成稿，请联系编辑。")
    if not topic.is_visible:
        raise Http404("没有这个讨论。")
    posts = topic.contributions.visible().with_words().exclude(author=None).order_by("pk")
    offered = [
        (post.pk, f"{actions.credited_as(post)}：{post.shown.text}")
        for post in posts[:MOST_OFFERED]
    ]
    options = {"kinds": kinds, "posts": offered}
    status = 200
    if request.method == "POST":
        form = ArticleForm(request.POST, **options)
        status = 422
        if form.is_valid():
            made, status = attempt(
                form,
                lambda: actions.make_article(
                    topic_id=pk,
                    by=request.user,
                    kind=form.cleaned_data["kind"],
                    chosen=form.cleaned_data["chosen"],
                    token=form.token_value,
                ),
            )
            if made:
                messages.success(
                    request, "草稿已经建好，并已请各位作者答复。都同意了才能通过审核。"
                )
                return redirect("editorial:edit", pk=made.page_id)
    else:
        form = ArticleForm(initial={"token": uuid.uuid4()}, **options)
    context = {"form": form, "page_title": "整理成稿"}
    return shown(request, "article", context, at, topic, status=status)
