"""The policy in force, and addresses of the notice that only we can write."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from wagtail.models import Site

from feedback.leaving.rules import Policy
from feedback.models import FeedbackSettings, TrustedHost
from portal.lasting import lasting

LONGEST = 2_000


def policy() -> Policy:
    """Return what is done with links. Queries: 3 after a change; see ``portal.lasting``."""
    return lasting("links out", _policy)


def _policy() -> Policy:
    sites = Site.objects.values_list("hostname", flat=True)
    own = {urlsplit(settings.BASE_URL).hostname or "", *sites}
    return Policy(
        shows_notice=FeedbackSettings.in_force().shows_leaving,
        own=frozenset(host.lower() for host in own),
        trusted=frozenset(TrustedHost.objects.values_list("host", flat=True)),
    )


def notice_url(address: str) -> str:
    """Return the address of the notice that leads on to ``address``.

    It is signed: the notice leads nowhere that no page of ours has linked. The same address has
    always the same one, so that pages stay cacheable.
    """
    key = _signer().signature(address)
    return f"{reverse('feedback:leaving')}?{urlencode({'to': address, 'key': key})}"


def is_ours(address: str, key: str) -> bool:
    """Whether we have written the notice's address for ``address``."""
    if not address or len(address) > LONGEST:
        return False
    signer = _signer()
    try:
        signer.unsign(f"{address}{signer.sep}{key}")
    except BadSignature:
        return False
    return True


def _signer() -> Signer:
    return Signer(salt="feedback.leaving")
