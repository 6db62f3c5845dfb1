"""Pictures by address: the card of a day's passage, the cover of a book."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from media.drawing.keeping import key_of, picture
from media.posters.pictures import SHAPES, VERSION, of_words
from media.posters.words import Words
from portal.addresses import absolute
from portal.models import SiteIdentity
from reading.cards import card, covers
from reading.cards.designs import RATIOS, designs
from reading.models import PassageDay, Work

LABEL = "每天读段“教育学”"
LICENSED = "fill-480x640|format-webp"


@require_safe
def passage_card(
    request: HttpRequest, day: date, design: str, ratio: str, form: str
) -> HttpResponse:
    """The card of a day's passage: no coming day, no unknown design or ratio. Queries: 2."""
    if design not in designs() or ratio not in RATIOS or form not in card.FORMATS:
        raise Http404("没有这种卡片。")
    shown = PassageDay.objects.on_or_before(timezone.localdate()).filter(date=day).first()
    if shown is None:
        raise Http404("这一天没有读段。")
    passage = shown.passage
    site = SiteIdentity.for_request(request).site_name
    address = absolute(reverse("reading:passage", args=[day]))
    key = key_of(
        "card", card.VERSION, design, ratio, form, day, site, address,
        passage.text, passage.author, passage.source,
    )  # fmt: skip

    def draw() -> bytes:
        return card.draw_card(
            passage.text, passage.author, passage.source,
            design=design, ratio=ratio, address=address, label=LABEL, site=site, day=day, form=form,
        )  # fmt: skip

    name = f"passage-{day}-{design}-{ratio}.{form}"
    return picture(request, key, draw, card.FORMATS[form], name)


@require_safe
def book_cover(request: HttpRequest, pk: int) -> HttpResponse:
    """The cover of a book: its licensed picture, or else a drawn one. Queries: 1 to 3.

    A proposed book has one for its proposer only.
    """
    work = get_object_or_404(Work.objects.usable_by(request.user).select_related("cover"), pk=pk)
    if work.cover:
        return redirect(work.cover.get_rendition(LICENSED).url)
    key = key_of("cover", covers.VERSION, work.title, work.authors, work.kind)

    def draw() -> bytes:
        return covers.draw_cover(work.title, work.authors, work.kind)

    answer = picture(request, key, draw, "image/webp", f"book-{pk}.webp")
    if work.state != Work.State.APPROVED:
        answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def book_square(request: HttpRequest, pk: int) -> HttpResponse:
    """The title of a public book as a square, for the preview of a link. Queries: 1 to 3.

    Messengers show no WebP, and cut a cover's title off.
    """
    work = get_object_or_404(Work.objects.approved(), pk=pk)
    site = SiteIdentity.for_request(request).site_name
    words = Words(f"《{work.title}》", "", "书", (), site, "")
    key = key_of("book", VERSION, words)

    def draw() -> bytes:
        return of_words(SHAPES["square"], words)

    return picture(request, key, draw, "image/jpeg", f"book-{pk}.jpg")
