"""Tells whoever deploys what drawing lacks."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from reading.cards import fonts


@register()
def check_fonts(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """Warn where no Chinese font is found; everything but pictures works without one."""
    problem = fonts.problem()
    return [Warning(problem, id="reading.W001")] if problem else []
