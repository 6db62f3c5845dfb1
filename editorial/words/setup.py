"""Who may keep the word lists."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

from editorial.models import ListedWord, WordList
from people.roles import Role

VERBS = ("add", "change", "delete", "view")


def grant() -> None:
    """Give the word lists to site administrators; safe to run again."""
    group = Group.objects.get(name=Role.SITE_ADMIN.group_name)
    types = ContentType.objects.get_for_models(ListedWord, WordList)
    codenames = [f"{verb}_{model._meta.model_name}" for model in types for verb in VERBS]
    group.permissions.add(
        *Permission.objects.filter(content_type__in=types.values(), codename__in=codenames)
    )
