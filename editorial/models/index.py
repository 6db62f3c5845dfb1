"""The page above submissions of one kind."""

from wagtail.query import PageQuerySet

from editorial.permissions import IndexPermissionTester
from people.models import User
from portal.models import IndexPage


class SubmissionIndexPage(IndexPage):
    """Lists the published submissions below it, newest first."""

    class Meta:
        abstract = True

    def get_listing(self) -> PageQuerySet:
        """Return the pieces with what their cards show."""
        return super().get_listing().for_cards()

    def permissions_for_user(self, user: User) -> IndexPermissionTester:
        """Nobody publishes below this page by hand."""
        return IndexPermissionTester(user, self)
