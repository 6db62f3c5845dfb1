"""What changes the frame around every page, and the addresses of pages."""

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_slug_changed, post_page_move

from portal.lasting import DEEPEST, renew
from portal.models import SiteIdentity
from portal.redirects import leave_word


def _renew(**kwargs: object) -> None:
    renew()


def _identity_changed(created: bool = False, **kwargs: object) -> None:
    # Whoever asks for the first time creates it; nobody can know another one.
    if not created:
        renew()


def _page_changed(instance: Model, **kwargs: object) -> None:
    if isinstance(instance, Page) and instance.depth <= DEEPEST:
        renew()


def _renamed(instance: Page, instance_before: Page, **kwargs: object) -> None:
    leave_word(instance, instance_before.url_path)


def _moved(instance: Page, url_path_before: str, **kwargs: object) -> None:
    # The object may have been read before it was moved.
    instance.refresh_from_db(fields=["url_path"])
    leave_word(instance, url_path_before)


for _signal in (post_save, post_delete):
    for _model in (Site, PageViewRestriction):
        _signal.connect(_renew, sender=_model, dispatch_uid=f"portal.frame.{_model.__name__}")
    _signal.connect(_identity_changed, sender=SiteIdentity, dispatch_uid="portal.frame.identity")
    _signal.connect(_page_changed, dispatch_uid="portal.frame.page")
# A page that moves takes its restrictions along.
post_page_move.connect(_renew, dispatch_uid="portal.frame.move")
page_slug_changed.connect(_renamed, dispatch_uid="portal.redirects.renamed")
post_page_move.connect(_moved, dispatch_uid="portal.redirects.moved")
