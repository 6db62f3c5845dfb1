"""What search engines read about the site as a whole."""

from django.http import HttpRequest
from django.urls import reverse

from portal.models import SiteIdentity
from portal.structured import LANGUAGE, Data, front_page, in_full, publisher, thing


def site_data(request: HttpRequest) -> Data:
    """Return the site with the address of its search. Queries: see ``portal.lasting``."""
    identity = SiteIdentity.for_request(request)
    search = in_full(request, reverse("search:results"))
    look_up = thing(
        "SearchAction",
        target=thing("EntryPoint", urlTemplate=f"{search}?q={{search_term_string}}"),
    )
    # Not a word of schema.org, but of those who read it.
    look_up["query-input"] = "required name=search_term_string"
    return thing(
        "WebSite",
        name=identity.site_name,
        alternateName=identity.tagline,
        url=front_page(request),
        inLanguage=LANGUAGE,
        publisher=publisher(request),
        potentialAction=look_up,
    )
