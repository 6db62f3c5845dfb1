"""Pictures of the demo, drawn ahead by other processes and taken in like any upload."""

import os
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context

from django.core.files.base import ContentFile

from home.demo.pictures import paint
from media.actions import add_image
from media.models import PortalImage
from people.models import User

COVER = (1200, 750)
PORTRAIT = (800, 600)


class Gallery:
    """Hands out pictures by name, a kind and a seed as in ``"mountains 4"``.

    Drawing is a third of the demo's work and needs no database, so that it runs beside the rest
    on a second core. Where no process can be started, pictures are drawn when asked for.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._images: dict[str, PortalImage] = {}
        self._drawn: dict[str, Future[bytes]] = {}
        self._pool: ProcessPoolExecutor | None = None
        with suppress(OSError, ImportError, NotImplementedError):  # no semaphores, no processes
            workers = max(1, min(3, (os.cpu_count() or 1) - 1))
            # "spawn": a forked copy would share the database connection.
            self._pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
            self._drawn = {name: self._pool.submit(paint, *_job(name)) for name in names}

    def __enter__(self) -> "Gallery":
        return self

    def __exit__(self, *exception: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def picture(self, name: str, alt: str, owner: User) -> PortalImage:
        """Return the picture ``name``; the same name gives the same picture.

        Args:
            name: kind and seed.
            alt: what it shows, for those who do not see it.
            owner: who uploads it.
        """
        if name not in self._images:
            file = ContentFile(self._data(name), name="demo.jpg")
            self._images[name] = add_image(user=owner, file=file, alt_text=alt, title=alt[:40])
        return self._images[name]

    def _data(self, name: str) -> bytes:
        if name in self._drawn:
            with suppress(BrokenProcessPool):
                return self._drawn[name].result()
        return paint(*_job(name))


def _job(name: str) -> tuple[str, int, tuple[int, int]]:
    kind, seed = name.split()
    return kind, int(seed), PORTRAIT if kind == "portrait" else COVER
