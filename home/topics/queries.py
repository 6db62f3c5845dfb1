"""Reads of the topics."""

from datetime import date

from django.db.models import Q
from django.utils import timezone
from wagtail.query import PageQuerySet


class TopicQuerySet(PageQuerySet):
    """Topics by their dates; see ``rules.state_on``."""

    def running(self, day: date | None = None) -> "TopicQuerySet":
        """Keep those that run on ``day``, today if not given."""
        day = day or timezone.localdate()
        begun = Q(starts_on=None) | Q(starts_on__lte=day)
        return self.filter(begun, Q(ends_on=None) | Q(ends_on__gte=day))

    def over(self, day: date | None = None) -> "TopicQuerySet":
        """Keep those that ended before ``day``, today if not given."""
        return self.filter(ends_on__lt=day or timezone.localdate())
