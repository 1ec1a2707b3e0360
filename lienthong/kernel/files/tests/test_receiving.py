import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from lienthong.kernel.database.tests.waiting import until
from lienthong.kernel.files.public import FileRefused, inspect_upload
from lienthong.kernel.files.tests.made import word, zipped

MARK = "TUYỆT MẬT".encode()
# What a person brings arrives, is looked at again and again, and never gets to an end.
BRINGS = """
import django, sys
django.setup()
from lienthong.kernel.files.receiving import NamelessUploadHandler
from lienthong.kernel.files.public import inspect_upload
data = bytes.fromhex(sys.stdin.read())
arriving = NamelessUploadHandler()
arriving.new_file("file", "a.txt", "text/plain", len(data))
arriving.receive_data_chunk(data, 0)
file = arriving.file_complete(len(data))
print("has arrived", flush=True)
while True:
    file.seek(0)
    inspect_upload(file.read(), "a.txt")
"""


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def received(data):
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("nghị quyết.txt", data)})
    return request.FILES["file"]


@pytest.mark.parametrize("megabytes", [1, 9])
def test_what_arrives_has_no_name_on_the_disk(temporary, megabytes):
    data = MARK + b"x" * megabytes * 2**20

    file = received(data)

    assert list(temporary.iterdir()) == []
    assert (file.name, file.size, file.read()) == ("nghị quyết.txt", len(data), data)


def test_of_a_file_that_is_too_large_only_so_much_is_taken_in(settings):
    settings.UPLOAD_MAX_BYTES = 2**20

    file = received(b"x" * 5 * 2**20)

    assert file.size == 5 * 2**20
    with pytest.raises(FileRefused, match="1 MB"):
        inspect_upload(file.read(), file.name)


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.pdf"])
def test_a_refusal_leaves_nothing_of_it(temporary, name):
    data = zipped({"word/../a": MARK}) if name == "a.docx" else MARK + b"\0" * 9 * 2**20

    with pytest.raises(FileRefused):
        inspect_upload(received(data).read(), name)

    assert list(temporary.rglob("*")) == []


def test_a_killed_process_leaves_nothing_of_it(tmp_path):
    data = MARK + b" x" * 4 * 2**20
    environment = os.environ | {
        "TMPDIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    tmp_path.chmod(0o755)
    with subprocess.Popen(
        [sys.executable, "-c", BRINGS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    ) as process:
        process.stdin.write(data.hex())
        process.stdin.close()
        assert process.stdout.readline() == "has arrived\n"
        until(lambda: list(tmp_path.iterdir()), "it is being looked at")

        process.kill()

    kept = [path for path in Path(tmp_path).rglob("*") if path.is_file()]
    assert kept == []


def test_a_document_that_does_nothing_still_arrives(temporary):
    assert inspect_upload(received(word().data()).read(), "a.docx").kind == "docx"
