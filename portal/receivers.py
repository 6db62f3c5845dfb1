"""What changes the frame around every page."""

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

from portal.lasting import DEEPEST, renew
from portal.models import SiteIdentity


def _renew(**kwargs: object) -> None:
    renew()


def _identity_changed(created: bool = False, **kwargs: object) -> None:
    # Whoever asks for the first time creates it; nobody can know another one.
    if not created:
        renew()


def _page_changed(instance: Model, **kwargs: object) -> None:
    if isinstance(instance, Page) and instance.depth <= DEEPEST:
        renew()


for _signal in (post_save, post_delete):
    for _model in (Site, PageViewRestriction):
        _signal.connect(_renew, sender=_model, dispatch_uid=f"portal.frame.{_model.__name__}")
    _signal.connect(_identity_changed, sender=SiteIdentity, dispatch_uid="portal.frame.identity")
    _signal.connect(_page_changed, dispatch_uid="portal.frame.page")
# A page that moves takes its restrictions along.
post_page_move.connect(_renew, dispatch_uid="portal.frame.move")
