"""Which addresses of this site exist for readers."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.db.models import BigIntegerField
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from media.models import PortalDocument
from portal.queries import public_pages

# A pattern that matches says little: /reading/books/999/ may have no book. The room that owns a
# pattern knows:
#     @hooks.register("dead_addresses")
#     def dead_addresses(matches: Mapping[str, ResolverMatch]) -> set[str]: ...
# gets every matched path of a piece at once and returns those of its own that lead nowhere.
HOOK = "dead_addresses"
_ELSEWHERE = {"mailto", "tel", "sms", "ftp"}


class AddressBook:
    """Looks up the addresses of a piece together.

    Queries: 3 (sites, pages, redirects) and one for documents, where any leads into this site.
    """

    def __init__(self, addresses: Iterable[str]) -> None:
        """Take the addresses as they are written."""
        self._addresses = set(addresses)

    def is_whole(self, address: str) -> bool:
        """Say whether an address can work wherever it stands: absolute, or from the root."""
        parts = _split(address)
        if parts is None:
            return False
        return bool(parts.scheme or parts.netloc) or address.startswith(("/", "#"))

    def is_closed(self, address: str) -> bool:
        """Say whether an address of this site is for people who are signed in."""
        path = self._paths.get(address, "")
        return path.startswith((reverse_path("editorial:desk"), reverse_path("wagtailadmin_home")))

    def leads_nowhere(self, address: str) -> bool:
        """Say whether an address is of this site and shows readers nothing."""
        return self._paths.get(address) in self._dead

    @cached_property
    def _paths(self) -> dict[str, str]:
        """The addresses of this site with their paths from the root of the portal."""
        found = {}
        for address in self._addresses:
            parts = _split(address)
            if parts is None or parts.scheme in _ELSEWHERE or address.startswith("#"):
                continue
            if not parts.netloc or parts.hostname in self._hosts:
                # Two slashes in front would make the path read as another host.
                path = "/" + unquote(parts.path).lstrip("/").replace("\0", "\ufffd")
                found[address] = _without_prefix(path)
        return found

    @cached_property
    def _hosts(self) -> set[str | None]:
        return {urlsplit(settings.BASE_URL).hostname, *(site.hostname for site in self._sites)}

    @cached_property
    def _sites(self) -> list[Site]:
        return list(Site.objects.select_related("root_page"))

    @cached_property
    def _dead(self) -> set[str]:
        paths = set(self._paths.values())
        if not paths:
            return set()
        paths -= self._of_public_pages(paths)
        redirected = Redirect.objects.filter(
            old_path__in=[Redirect.normalise_path(path) for path in paths]
        ).values_list("old_path", flat=True)
        known = set(redirected)
        paths = {path for path in paths if Redirect.normalise_path(path) not in known}
        matches = {path: match for path in paths if (match := _match(path)) is not None}
        beyond = {path for path, match in matches.items() if _is_beyond_any_row(match)}
        matches = {path: match for path, match in matches.items() if path not in beyond}
        dead = paths - matches.keys()
        dead |= _dead_documents(matches)
        for ask in hooks.get_hooks(HOOK):
            dead |= ask(matches)
        return dead

    def _of_public_pages(self, paths: set[str]) -> set[str]:
        roots = [site.root_page.url_path for site in self._sites]
        wanted = {f"{root.rstrip('/')}{_closed(path)}": path for path in paths for root in roots}
        pages = public_pages().filter(url_path__in=wanted).values_list("url_path", flat=True)
        found = {_closed(wanted[url_path]) for url_path in pages}
        return {path for path in paths if _closed(path) in found}


def reverse_path(name: str) -> str:
    """Return the path of a named address from the root of the portal."""
    return _without_prefix(reverse(name))


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.hostname, parts.port
    except ValueError:
        return None
    return parts


def _without_prefix(path: str) -> str:
    """Take off ``URL_PREFIX``, below which the portal may live."""
    prefix = (settings.FORCE_SCRIPT_NAME or "").rstrip("/")
    return path.removeprefix(prefix) if path.startswith(f"{prefix}/") else path


def _closed(path: str) -> str:
    return path if path.endswith("/") else f"{path}/"


def _match(path: str) -> ResolverMatch | None:
    """Return which view answers; none for the one that serves pages, which are known already."""
    for written in dict.fromkeys((path, _closed(path))):
        try:
            match = resolve(written)
        except Resolver404:
            continue
        if match.url_name != "wagtail_serve":
            return match
    return None


def _is_beyond_any_row(match: ResolverMatch) -> bool:
    """Say whether a number in an address is larger than any key, and than databases take."""
    largest = BigIntegerField.MAX_BIGINT
    return any(isinstance(value, int) and value > largest for value in match.kwargs.values())


def _dead_documents(matches: Mapping[str, ResolverMatch]) -> set[str]:
    asked = {
        path: match.kwargs["document_id"]
        for path, match in matches.items()
        if match.url_name == "wagtaildocs_serve"
    }
    if not asked:
        return set()
    present = set(PortalDocument.objects.filter(pk__in=asked.values()).values_list("pk", flat=True))
    return {path for path, pk in asked.items() if pk not in present}
