"""Tells whoever deploys what drawing lacks."""

from typing import Any

from django.core import checks

from media.drawing import fonts


@checks.register()
def check_fonts(app_configs: object, **kwargs: Any) -> list[checks.CheckMessage]:
    """Warn where no Chinese font is found; everything but pictures works without one."""
    problem = fonts.problem()
    return [checks.Warning(problem, id="media.W001")] if problem else []
