"""本人同意: what others may publish about me, and what I have recorded for others."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from editorial.desk.access import for_authors, refusal
from editorial.desk.menu import desk_menu
from editorial.forms.picking import number
from people.actions import withdraw_consent
from people.choices import ConsentState
from people.models import Consent, User
from people.queries import consents_open_to
from portal.listing import paginate

MOST_CHARACTERS = 1000
# The badge of a piece in a comparable state; the word beside the sign is the consent's own.
BADGES = {
    ConsentState.IN_FORCE: "published",
    ConsentState.EXPIRED: "held",
    ConsentState.WITHDRAWN: "withdrawn",
}


@dataclass
class Line:
    """A consent as one person sees it."""

    consent: Consent
    state: ConsentState
    is_mine: bool
    relation: str
    title: str
    url: str
    note: str = ""
    error: str = ""

    @property
    def badge(self) -> str:
        """The name of the badge."""
        return BADGES[self.state]


@require_http_methods(["GET", "HEAD", "POST"])
@for_authors
def consents(request: HttpRequest) -> HttpResponse:
    """List them; a POST takes one of them back. Queries of the list: constant."""
    if request.method == "POST":
        return _withdraw(request)
    return _show(request)


def _withdraw(request: HttpRequest) -> HttpResponse:
    pk = number(request.POST.get("consent", ""))
    consent = consents_open_to(request.user).filter(pk=pk).first() if pk else None
    if consent is None:
        raise Http404("没有这份同意记录。")
    note = request.POST.get("note", "").strip()
    try:
        if len(note) > MOST_CHARACTERS:
            raise ValidationError({"note": f"说明最多 {MOST_CHARACTERS} 字。"})
        withdraw_consent(consent_id=consent.pk, by=request.user, note=note)
    except ValidationError as error:
        return _show(request, refused=(consent.pk, note, "".join(error.messages)))
    except PermissionDenied as refused:  # a role that ended between reading and asking
        return refusal(request, str(refused), 403)
    messages.success(request, f"已撤回{consent.person_name}的同意，相关内容不再公开。")
    return redirect("editorial:consents")


def _show(request: HttpRequest, refused: tuple[int, str, str] | None = None) -> HttpResponse:
    page, querystring = paginate(request, consents_open_to(request.user))
    lines = [_line(consent, request.user) for consent in page.object_list]
    for line in lines:
        if refused and line.consent.pk == refused[0]:
            line.note, line.error = refused[1:]
    context = {
        "lines": lines,
        "page_obj": page,
        "querystring": querystring,
        "desk_menu": desk_menu(request),
        "page_title": "本人同意",
        "most_characters": MOST_CHARACTERS,
    }
    status = 422 if refused else 200
    return render(request, "editorial/desk/consents.html", context, status=status)


def _line(consent: Consent, user: User) -> Line:
    page, is_mine = consent.page, consent.person_id == user.pk
    is_own_piece = page is not None and page.owner_id == user.pk
    # What is not public is for its author only, also towards the person of whom it tells.
    if page is None:
        title = "稿件已删除"
    elif page.live or is_own_piece:
        title = page.draft_title if is_own_piece else page.title
    else:
        title = "一篇没有公开的稿件"
    if is_mine:
        relation = "写的是您"
    elif consent.recorded_by_id == user.pk:
        relation = "您登记的"
    else:
        relation = "本单位教师"
    return Line(
        consent=consent,
        state=consent.state(timezone.localdate()),
        is_mine=is_mine,
        relation=relation,
        title=title,
        url=page.url if page is not None and page.live else "",
    )
