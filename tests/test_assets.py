"""Static files as set-up leaves them: hashed, compressed, and only those that pages use."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

import config.settings

HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+(\.gz)?$")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    place = tmp_path_factory.mktemp("static")
    former = settings.STATIC_ROOT, settings.STORAGES
    settings.STATIC_ROOT, settings.STORAGES = place, config.settings.STORAGES
    call_command("collectstatic", interactive=False, verbosity=0)
    settings.STATIC_ROOT, settings.STORAGES = former
    return place


def only(place: Path, pattern: str) -> Path:
    (found,) = place.glob(pattern)
    return found


pytestmark = pytest.mark.skipif(
    finders.find("icons.svg") is None, reason="needs the front-end packages: script/assets"
)


def test_every_file_carries_its_hash_and_text_is_compressed(collected):
    files = [path for path in collected.rglob("*") if path.is_file()]

    assert [path for path in files if not HASHED.search(path.name)] == [
        collected / "staticfiles.json"
    ]
    for path in files:
        if path.suffix in (".css", ".js", ".svg"):
            smaller = path.with_name(path.name + ".gz")
            assert gzip.decompress(smaller.read_bytes()) == path.read_bytes()


def test_files_name_each_other_by_their_hashes(collected):
    script = only(collected, "js/app.*.js").read_text()
    styles = only(collected, "css/tokens.*.css").read_text()

    for named in re.findall(r'from "(.+?)"', script):
        assert (collected / "js" / named).is_file()
    fonts = re.findall(r'url\("(.+?)"\)', styles)
    assert len(fonts) == 6
    assert all((collected / "css" / named).resolve().is_file() for named in fonts)


def test_of_the_libraries_only_the_script_that_pages_use_is_collected(collected):
    brought = [path.name.split(".")[0] for path in collected.glob("django_htmx/**/*.js")]

    assert brought == ["htmx-2"]
    assert not (collected / "mfa").exists()
