"""Writing: a topic, a reply, another version; what was typed is never lost."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from discussions import actions, queries
from discussions.forms import ActionForm, EditForm, SayForm, TopicForm
from discussions.models import LONGEST_QUOTE, Contribution, Draft
from discussions.places import Place
from discussions.views.reading import RESTORED
from discussions.views.showing import METHODS, attempt, place_or_404, post_or_404, shown, viewer_of
from editorial.desk.access import for_authors, of_another_account, take_kept
from editorial.desk.writing import OTHER_ACCOUNT, token_from
from editorial.errors import NotPossible
from editorial.forms.fields import without_control
from editorial.forms.picking import number

SENT = "已经发出。"
WAITS = "已交给编辑，看过以后大家就能看到。在那之前只有您看得见。"
KEPT = "草稿已经存好，下次打开接着写。"
MOST_TYPED = 100_000
TYPED = ("title", "text", "quote", "quoted")


@METHODS
@for_authors
def new_topic(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Begin a topic at a place; ``?draft=`` goes on with what was not sent."""
    at = place_or_404(request.user, kind, pk)
    viewer = viewer_of(request.user, at)
    status, restored = 200, ""
    if request.method == "POST":
        form = TopicForm(request.POST)
        done, status = _send(
            request,
            form,
            at,
            None,
            lambda: actions.open_topic(
                author=request.user,
                kind=kind,
                place_id=pk,
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                token=form.token_value,
            ),
        )
        if done:
            return done
    else:
        draft = _asked_draft(request, kind, pk)
        kept = take_kept(request)
        initial = draft.data | {"token": draft.token} if draft else {"token": uuid.uuid4()}
        form = TopicForm(kept, initial=initial, quiet=bool(kept))
        restored = RESTORED if draft or kept else ""
    context = {"form": form, "viewer": viewer, "restored": restored, "page_title": "发起话题"}
    return shown(request, "new", context, at, status=status)


@METHODS
@for_authors
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer in a topic; ``?quote=`` begins with the words of a contribution."""
    topic, at = queries.topic_for(request.user, pk)
    viewer = viewer_of(request.user, at, topic)
    status, restored = 200, ""
    if request.method == "POST":
        form = SayForm(request.POST)
        done, status = _send(
            request,
            form,
            at,
            pk,
            lambda: actions.reply(
                author=request.user,
                topic_id=pk,
                text=form.cleaned_data["text"],
                token=form.token_value,
                quoted_id=form.cleaned_data["quoted"],
                quote=form.cleaned_data["quote"],
            ),
        )
        if done:
            return done
    else:
        kept = take_kept(request)
        initial = _draft_to(request, pk) or {"token": uuid.uuid4()}
        restored = RESTORED if kept or "text" in initial else ""
        initial |= _quoting(request, pk)
        form = SayForm(kept, initial=initial, quiet=bool(kept))
    context = {
        "form": form,
        "viewer": viewer,
        "restored": restored,
        "quoted": _quoted_post(form, pk),
        "page_title": "回复",
    }
    return shown(request, "reply", context, at, topic, status=status)


def _send(
    request: HttpRequest, form: Any, at: Place, topic_id: int | None, act: Any
) -> tuple[HttpResponse | None, int]:
    """Send a form or keep it as a draft; returns the answer, or none and the status."""
    if request.POST.get("action") == "draft":
        form.quiet = True
        form.is_valid()
        token = token_from(request.POST.get("token"))
        _, status = attempt(form, lambda: _keep(request, at, topic_id, token))
        if status == 200:
            messages.success(request, KEPT)
            return redirect("discussions:own"), status
        return None, status
    if not form.is_valid():
        return None, 422
    if of_another_account(request):
        form.add_error(None, OTHER_ACCOUNT)
        return None, 409
    said, status = attempt(form, act)
    if said is None:
        return None, status
    messages.success(request, SENT if said.is_visible else WAITS)
    return redirect("discussions:post", pk=said.pk), status


def _keep(request: HttpRequest, at: Place, topic_id: int | None, token: uuid.UUID) -> Draft:
    data = {name: without_control(request.POST.get(name, ""))[:MOST_TYPED] for name in TYPED}
    return actions.save_draft(
        author=request.user,
        token=token,
        kind=at.kind.name,
        place_id=at.pk,
        topic_id=topic_id,
        data=data,
    )


def _asked_draft(request: HttpRequest, kind: str, pk: int) -> Draft | None:
    if "draft" not in request.GET:
        return None
    own = Draft.objects.filter(author=request.user, token=token_from(request.GET["draft"]))
    return own.filter(kind=kind, place_id=pk, topic=None).first()


def _draft_to(request: HttpRequest, topic_id: int) -> dict[str, Any]:
    draft = Draft.objects.filter(author=request.user, topic=topic_id).exclude(data={}).first()
    return draft.data | {"token": draft.token} if draft else {}


def _quoting(request: HttpRequest, topic_id: int) -> dict[str, Any]:
    pk = number(request.GET.get("quote", ""))
    found = Contribution.objects.visible().filter(pk=pk, topic=topic_id) if pk else None
    post = found.select_related("shown").first() if found is not None else None
    if post is None:
        return {}
    # Whatever the address says was selected is judged when it is sent, like all words.
    selected = without_control(request.GET.get("words", ""))[:LONGEST_QUOTE].strip()
    return {"quoted": post.pk, "quote": selected or post.shown.text[:LONGEST_QUOTE]}


def _quoted_post(form: ActionForm, topic_id: int) -> Contribution | None:
    """Return whom the form quotes, as long as that is to be seen."""
    pk = number(str(form["quoted"].value() or ""))
    if pk is None:
        return None
    posts = Contribution.objects.visible().filter(pk=pk, topic=topic_id)
    return posts.select_related("author").first()


@METHODS
@for_authors
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change own words; also such that were refused, and are handed in again so."""
    post, at = post_or_404(request.user, pk)
    if post.author_id != request.user.pk:
        raise Http404("没有这条发言。")
    latest = post.versions.order_by("-number")[0]
    status = 200
    if request.method == "POST":
        form = EditForm(request.POST, is_opening=post.is_opening)
        if not form.is_valid():
            status = 422
        else:
            version, status = attempt(
                form,
                lambda: actions.edit(
                    author=request.user,
                    contribution_id=pk,
                    base_number=form.cleaned_data["base"],
                    text=form.cleaned_data["text"],
                    title=form.cleaned_data.get("title", ""),
                ),
            )
            if version:
                is_seen = Contribution.objects.filter(pk=pk, shown=version.pk).exists()
                messages.success(request, "已经改好。" if is_seen else WAITS)
                return redirect("discussions:post", pk=pk)
            if status == 409:  # once more, and it is handed in upon the version that is there now
                form.data = form.data.copy()
                form.data["base"] = str(latest.number)
    else:
        kept = take_kept(request)
        initial = {"title": latest.title, "text": latest.text, "base": latest.number}
        form = EditForm(kept, is_opening=post.is_opening, initial=initial, quiet=bool(kept))
    context = {
        "form": form,
        "post": post,
        "latest": latest,
        "page_title": "改发言",
    }
    return shown(request, "edit", context, at, post.topic, status=status)


@require_POST
@for_authors
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take own words back."""
    post, at = post_or_404(request.user, pk)
    actions.withdraw(author=request.user, contribution_id=pk)
    messages.success(request, "已经收回，别人看不到了。")
    if post.is_opening:
        return redirect("discussions:place", *at.key)
    return redirect("discussions:topic", pk=post.topic_id)


@require_POST
@for_authors
def autosave(request: HttpRequest) -> HttpResponse:
    """Keep an open form as it is; answers with the time, or with a reason in words."""
    if of_another_account(request):
        raise NotPossible("这份表单是用另一个账号打开的，没有自动保存。")
    topic_id = number(request.POST.get("topic", ""))
    if topic_id is not None:
        _, at = queries.topic_for(request.user, topic_id)
    else:
        pk = number(request.POST.get("place", ""))
        at = place_or_404(request.user, request.POST.get("kind", ""), pk or 0)
    draft = _keep(request, at, topic_id, token_from(request.POST.get("token")))
    return JsonResponse({"saved": f"{timezone.localtime(draft.updated_at):%H:%M}"})


@require_POST
@for_authors
def discard(request: HttpRequest) -> HttpResponse:
    """Throw away what was typed and not sent."""
    actions.discard_draft(author=request.user, token=token_from(request.POST.get("token")))
    messages.success(request, "草稿已删除。")
    return redirect("discussions:own")
