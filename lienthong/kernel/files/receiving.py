"""How what somebody brings arrives: in memory, or in a file that has no name.

A document with a mark of secrecy must leave nothing on the disk, not even if this process is killed
before anybody could look: what has no name is gone with the process.
"""

import tempfile
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class NamelessUploadHandler(FileUploadHandler):
    """Takes a file in, and no more of it than shows that it is too large."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        most_in_memory = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        # Handed over and closed with the request.
        self.nameless: IO[bytes] = tempfile.SpooledTemporaryFile(most_in_memory)  # noqa: SIM115

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        room = settings.UPLOAD_MAX_BYTES + 1 - start
        self.nameless.write(raw_data[: max(room, 0)])

    def file_complete(self, file_size: int) -> UploadedFile:
        self.nameless.seek(0)
        return UploadedFile(
            self.nameless, self.file_name, self.content_type, file_size, self.charset
        )
