"""Where readers write, and where they see what became of it. None of it sets a cookie.

The forms carry a signed challenge in the place of Django's CSRF token, which needs a cookie: it is
bound to the form and to the account that is signed in, so that no other site can make a browser
send one (``docs/feedback.md``).
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_script_prefix
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from editorial.desk.access import for_authors
from editorial.desk.menu import desk_menu
from feedback.enums import Kind
from feedback.errors import StaleForm, TooMuch
from feedback.letters import actions, queries
from feedback.letters.actions import Place
from feedback.letters.forms import LetterForm
from feedback.letters.rules import kept_path
from feedback.models import FeedbackSettings
from feedback.proof import challenges
from feedback.proof.challenges import Challenge
from people.models import User
from portal.listing import paginate

METHODS = require_http_methods(["GET", "HEAD", "POST"])
PAGE = 20
# A field that people do not see; programs that fill in whatever there is give themselves away.
BAIT = "homepage"


@METHODS
@csrf_exempt
@never_cache
def suggest(request: HttpRequest) -> HttpResponse:
    """意见建议 about the page from which the reader came. Queries: ≤ 12."""
    given = request.POST if request.method == "POST" else request.GET
    path = kept_path(given.get("from", ""))
    place = Place(Kind.SUGGESTION, path=path, page=queries.page_at(request, path))
    return _letter(request, place, "意见建议")


@METHODS
@csrf_exempt
@never_cache
def correct(request: HttpRequest, page_id: int) -> HttpResponse:
    """纠错 in a page that the reader may read. Queries: ≤ 12."""
    page = queries.readable_page(request.user, page_id)
    if page is None:
        raise Http404("没有这个页面。")
    path = kept_path(page.get_url(request) or "").removeprefix(get_script_prefix().rstrip("/"))
    return _letter(request, Place(Kind.CORRECTION, path=path, page=page), "纠错")


def _letter(request: HttpRequest, place: Place, title: str) -> HttpResponse:
    author = request.user if isinstance(request.user, User) else None
    sheet = Sheet(request, place, title, author, FeedbackSettings.current())
    if request.method != "POST":
        return sheet.shown()
    sent = request.POST
    form = LetterForm(sent, place=place)
    if not form.is_valid():
        return sheet.shown(form, challenge=sent.get("challenge", ""), status=422)
    words = {name: form.cleaned_data.get(name, "") for name in ("text", "quote", "contact")}
    try:
        letter = actions.send(
            place=place,
            author=author,
            challenge=sent.get("challenge", ""),
            counter=sent.get("counter", ""),
            answer=form.cleaned_data.get("answer", ""),
            bait=sent.get(BAIT, ""),
            **words,
        )
    except ValidationError as problems:
        form.tell(problems)
        return sheet.shown(form, challenge=sent["challenge"], status=422)
    except StaleForm as refused:
        form.add_error(None, str(refused))
        return sheet.shown(form, status=409)
    except TooMuch as refused:
        form.add_error(None, str(refused))
        return sheet.shown(form, challenge=sent["challenge"], status=429)
    return redirect(letter.get_receipt_url())


@dataclass(frozen=True)
class Sheet:
    """The form of one reader about one place."""

    request: HttpRequest
    place: Place
    title: str
    author: User | None
    settings: FeedbackSettings

    def shown(
        self, form: LetterForm | None = None, *, challenge: str = "", status: int = 200
    ) -> HttpResponse:
        """Show the form, with ``challenge`` where it is still good, else with a new one."""
        asked, is_new = self._asked(challenge)
        form = form or LetterForm(place=self.place)
        if is_new and form.is_bound:
            # Neither work nor answer is good for another challenge; the words stay.
            form.data = form.data.copy()
            form.data["answer"] = form.data["counter"] = ""
        form["answer"].label = asked.question
        context = {
            "form": form,
            "place": self.place,
            "asked": asked,
            "counter": form.data.get("counter", ""),
            "failed": form.has_error("answer"),
            "bait": BAIT,
            "page_title": self.title,
        }
        return render(self.request, "feedback/letter.html", context, status=status)

    def _asked(self, text: str) -> tuple[Challenge, bool]:
        user_id = self.author.pk if self.author else 0
        form, hours = self.place.form, self.settings.form_hours
        try:
            return challenges.read(text, form=form, user_id=user_id, hours=hours), False
        except (challenges.Forged, challenges.Expired):
            bits = self.settings.work_bits
            return challenges.issue(form=form, user_id=user_id, bits=bits), True


@require_safe
@never_cache
def receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """What became of a letter, for whoever has its address. Queries: 1, and the frame's."""
    letter = queries.by_receipt(receipt)
    if letter is None:
        raise Http404("没有这张回执。")
    context = {"letter": letter, "page_title": "来信回执"}
    response = render(request, "feedback/receipt.html", context)
    # The address is the key: no link on the page may give it away.
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@for_authors
def own(request: HttpRequest) -> HttpResponse:
    """What one wrote while signed in. Queries: constant."""
    page, querystring = paginate(request, queries.own(request.user), PAGE)
    context = {
        "page_obj": page,
        "querystring": querystring,
        "desk_menu": desk_menu(request),
        "page_title": "我的意见",
    }
    return render(request, "feedback/desk/own.html", context)
