"""What Wagtail's admin may offer for a submission."""

from wagtail.models import PagePermissionTester


class SubmissionPermissionTester(PagePermissionTester):
    """As for any page, except for what only ``editorial.actions`` may do."""

    def can_edit(self) -> bool:
        """Not before its author handed it in: until then it is nobody else's to read."""
        from editorial.admin_visibility import may_see

        return super().can_edit() and may_see(self.page, self.user)

    def can_publish(self) -> bool:
        """Never by hand: a piece is published by its third approval."""
        return False

    def can_submit_for_moderation(self) -> bool:
        """Never by Wagtail's button: handing in is ``editorial.actions.submit``."""
        return False

    def can_unpublish(self) -> bool:
        """Never by Wagtail's button: a piece is withdrawn, with a reason, by its action."""
        return False

    def can_copy(self) -> bool:
        """Never: a copy would belong to whoever made it, and its author could review it."""
        return False

    def can_move(self) -> bool:
        """As it may be edited."""
        return super().can_move() and self.can_edit()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Only by its author, and only what was never handed in: later its record stays."""
        from editorial.models import Decision

        return (
            self.page.owner_id == self.user.pk
            and super().can_delete(ignore_bulk)
            and not Decision.objects.filter(page_id=self.page.pk).exists()
        )


class IndexPermissionTester(PagePermissionTester):
    """For a page that holds submissions."""

    def can_publish_subpage(self) -> bool:
        """Never: what is written below it takes the editorial road."""
        return False
