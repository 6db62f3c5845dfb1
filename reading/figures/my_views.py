"""The own year in pictures: its reader's alone, until shared."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.access import for_authors
from editorial.desk.menu import desk_menu
from reading.figures import actions, presenting, queries


@require_safe
@for_authors
def current(request: HttpRequest) -> HttpResponse:
    """The year that runs today."""
    year = queries.current_year()
    if year is None:
        raise Http404("还没有设置阅读年度。")
    return redirect("years:year", year.pk)


@require_safe
@for_authors
def year(request: HttpRequest, year_id: int) -> HttpResponse:
    """Calendar, shelf and words of one year of the person who asks."""
    years = list(queries.years())
    chosen = next((each for each in years if each.pk == year_id), None)
    if chosen is None:
        raise Http404("没有这个年度。")
    own = queries.own_year(request.user, chosen)
    context = {
        "page_title": f"我的{chosen}",
        "desk_menu": desk_menu(request),
        "year": chosen,
        "years": years,
        "own": own,
        "shared": queries.sharing_of(request.user, chosen),
        "calendar": presenting.calendar_figure(own) if own.sentences else None,
        "shelf": presenting.shelf_figure(own) if own.volumes else None,
    }
    return render(request, "reading/my_year.html", context)


@require_POST
@for_authors
def share(request: HttpRequest, year_id: int) -> HttpResponse:
    """Give the year an address, or change whether it names the reader."""
    chosen = get_object_or_404(queries.years(), pk=year_id)
    actions.share_year(
        reader=request.user, year=chosen, shows_name=bool(request.POST.get("shows_name"))
    )
    messages.success(request, "已经可以分享。拿到链接的人都能看到这一年的书名。")
    return redirect("years:year", chosen.pk)


@require_POST
@for_authors
def unshare(request: HttpRequest, year_id: int) -> HttpResponse:
    """Take the address back."""
    chosen = get_object_or_404(queries.years(), pk=year_id)
    actions.unshare_year(reader=request.user, year=chosen)
    messages.success(request, "已停止分享，原来的链接打不开了。")
    return redirect("years:year", chosen.pk)
