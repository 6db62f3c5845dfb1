"""Files on this machine's disk: whole or not at all."""

import os
import tempfile

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

# Below the media folder, hence on its disk: moving out of it is one step.
INCOMING = ".incoming"


class WholeFileStorage(FileSystemStorage):
    """A file gets its name only once all of it is on the disk.

    Django's own storage writes under the final name: a full disk or a killed process leaves half
    a picture there. Here a killed process leaves an empty file and a nameless one at worst,
    neither of which a row of the database names.
    """

    def _save(self, name: str, content: File) -> str:
        folder = os.path.join(self.location, INCOMING)
        os.makedirs(folder, exist_ok=True)
        incoming = tempfile.NamedTemporaryFile(dir=folder, delete=False)  # noqa: SIM115
        taken = ""
        try:
            with incoming:
                for chunk in content.chunks():
                    incoming.write(chunk.encode() if isinstance(chunk, str) else chunk)
                incoming.flush()
                # What was answered with "saved" survives a power cut.
                os.fsync(incoming.fileno())
            # Django finds a name that is free, and takes it before anybody else can.
            taken = super()._save(name, ContentFile(b""))
            os.chmod(incoming.name, os.stat(self.path(taken)).st_mode & 0o777)
            os.replace(incoming.name, self.path(taken))
        except BaseException:
            # Also when the process is asked to end: nobody will come for these.
            for path in (incoming.name, taken and self.path(taken)):
                if path and os.path.exists(path):
                    os.unlink(path)
            raise
        return taken
