"""我的讨论: what one said, what was not sent, what one does not wish to hear of; taking it out."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from discussions import actions, queries
from discussions.enums import CreditState
from discussions.models import Credit, Mute, Report
from discussions.places import load_places
from discussions.views.showing import METHODS, desk_page
from editorial.desk.access import for_authors
from editorial.workbooks import XLSX, Table, new_book, saved
from portal.listing import paginate

PAGE = 20
MOST_MUTED = 200


@require_safe
@for_authors
def own(request: HttpRequest) -> HttpResponse:
    """What one said and how it stands. Queries: constant."""
    page, querystring = paginate(request, queries.own_contributions(request.user), PAGE)
    drafts = list(queries.own_drafts(request.user))
    keys = {(post.topic.kind, post.topic.place_id) for post in page.object_list}
    places = load_places(request.user, keys | {(each.kind, each.place_id) for each in drafts})
    for post in page.object_list:
        post.place = places.get((post.topic.kind, post.topic.place_id))
    for draft in drafts:
        draft.place = places.get((draft.kind, draft.place_id))
    asked = Credit.objects.filter(person=request.user, state=CreditState.ASKED)
    mutes = Mute.objects.filter(user=request.user).select_related("topic", "person")
    context = {
        "page_obj": page,
        "querystring": querystring,
        "drafts": [draft for draft in drafts if draft.place],
        "asked": asked.select_related("article__topic"),
        "mutes": mutes.order_by("-made_at")[:MOST_MUTED],
        "page_title": "我的讨论",
    }
    return desk_page(request, "own", context)


@METHODS
@for_authors
def credit(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer whether own words may stand in an article."""
    found = Credit.objects.filter(person=request.user, pk=pk).select_related("article__topic")
    asked = found.prefetch_related("contributions__shown__mentions").first()
    if asked is None:
        raise Http404("没有这次征求。")
    if request.method == "POST":
        agrees = request.POST.get("answer") == "yes"
        actions.answer_credit(credit_id=pk, person=request.user, agrees=agrees)
        messages.success(
            request,
            "已记下您同意署名发表，想撤回可以到“本人同意”。"
            if agrees
            else "已记下您不同意，这篇文章不会用您的话。",
        )
        return redirect("discussions:own")
    context = {"credit": asked, "page_title": "署名征求"}
    return desk_page(request, "credit", context)


@require_safe
@for_authors
def export(request: HttpRequest) -> HttpResponseBase:
    """Everything that is kept of what one said, all versions, as Excel."""
    posts = queries.own_contributions(request.user).prefetch_related("versions")
    book = new_book()
    columns = [
        ("话题", 30),
        ("写下的时间", 18),
        ("第几版", 8),
        ("内容", 80),
        ("引文", 40),
        ("状态", 12),
        ("编辑的说明", 40),
        ("是否显示", 10),
    ]
    Table(book, "我的发言", columns).write(
        (
            post.topic.title,
            version.made_at,
            version.number,
            version.text,
            post.quote,
            version.get_state_display(),
            version.comment,
            "是" if post.is_visible and post.shown_id == version.pk else "否",
        )
        for post in posts
        for version in sorted(post.versions.all(), key=lambda each: each.number)
    )
    mutes = Mute.objects.filter(user=request.user).select_related("topic", "person")
    Table(book, "免打扰", [("话题或老师", 30), ("时间", 18)]).write(
        (str(mute.topic or mute.person), mute.made_at) for mute in mutes
    )
    drafts = queries.own_drafts(request.user)
    Table(book, "没发出的", [("内容", 80), ("保存时间", 18)]).write(
        (str(draft.data.get("text", "")), draft.updated_at) for draft in drafts
    )
    reports = Report.objects.filter(reporter=request.user).select_related("contribution__topic")
    Table(book, "我的举报", [("话题", 30), ("理由", 20), ("说明", 60), ("时间", 18)]).write(
        (each.contribution.topic.title, each.reason, each.note, each.made_at) for each in reports
    )
    return FileResponse(
        saved(book), as_attachment=True, filename="我的发言.xlsx", content_type=XLSX
    )
