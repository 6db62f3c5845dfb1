"""The page above submissions of one kind."""

from django.contrib.auth.models import AbstractBaseUser
from wagtail.query import PageQuerySet

from editorial.permissions import IndexPermissionTester
from portal.models import IndexPage


class SubmissionIndexPage(IndexPage):
    """Lists the published submissions below it, newest first."""

    class Meta:
        abstract = True

    def get_listing(self) -> PageQuerySet:
        """Return the pieces with what their cards show."""
        return super().get_listing().for_cards()

    def permissions_for_user(self, user: AbstractBaseUser) -> IndexPermissionTester:
        """Nobody publishes below this page by hand."""
        return IndexPermissionTester(user, self)
