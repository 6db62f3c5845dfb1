"""What of a piece stands elsewhere too, for its author."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from editorial.desk.access import for_authors, own_piece
from editorial.desk.menu import desk_menu
from editorial.similarity import report_of, shown_to


@require_safe
@for_authors
def similarity(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest version beside what others wrote."""
    piece = own_piece(request.user, pk)
    stored = report_of(piece.latest_revision_id)
    context = {
        "piece": piece,
        "report": shown_to(stored, for_author=request.user),
        "desk_menu": desk_menu(request),
        "page_title": "雷同比对",
    }
    return render(request, "editorial/desk/similarity.html", context)
