"""Background work of the examination; safe to run twice."""

from django_tasks import task

from home.health.actions import examine


@task()
def examine_site() -> None:
    """Examine the site now, as somebody asked."""
    examine()
