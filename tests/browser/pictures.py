"""`python -m tests.browser.pictures [--all]`: the pages of the journey as pictures."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 -- Django must be set up before

from lienthong.ui.tests.chromium import chromium  # noqa: E402

from .installation import installation  # noqa: E402
from .person import DESKTOP, PHONE, Person  # noqa: E402
from .story import Story  # noqa: E402

LAPTOP = {"width": 1280, "height": 800}
# The pages shown in the README: name of the picture, width and light.
FOR_THE_README = {
    "desk": ("desk", LAPTOP, "light"),
    "direct": ("incoming", LAPTOP, "light"),
    "board": ("board", LAPTOP, "light"),
    "issued": ("document", LAPTOP, "light"),
    "write": ("editor", LAPTOP, "light"),
    "sign": ("sign", PHONE, "light"),
    "seal": ("window", LAPTOP, "light"),
    "branch-meeting": ("branch", PHONE, "dark"),
}
EVERYTHING_IS_THERE = """async () => {
  for (const picture of document.images) picture.loading = 'eager';
  await Promise.all([document.fonts.ready, ...[...document.images].map(one => one.decode().catch(() => 0))]);
}"""
LARGEST = 250_000  # bytes of a picture that is kept with the code


@dataclass
class Camera:
    """Photographs each page once, in every way that is wanted."""

    folder: Path
    everything: bool
    taken: set[str] = field(default_factory=set)

    def __call__(self, person: Person, name: str) -> None:
        if name in self.taken or not (self.everything or name in FOR_THE_README):
            return
        self.taken.add(name)
        page, own = person.page, person.page.viewport_size
        for file, size, light in self._ways(name):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=light)
            page.evaluate(EVERYTHING_IS_THERE)
            page.screenshot(path=self.folder / f"{file}.png", full_page=self.everything)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(own)

    def _ways(self, name: str) -> list:
        """Under which name, how wide and in which light."""
        if not self.everything:
            return [FOR_THE_README[name]]
        return [
            (f"{name}-{size['width']}-{light}", size, light)
            for size in (DESKTOP, PHONE)
            for light in ("light", "dark")
        ]


def take(*, everything: bool) -> None:
    folder = (
        Path(settings.VAR) / "pictures"
        if everything
        else Path(settings.BASE_DIR) / "docs" / "pictures"
    )
    folder.mkdir(parents=True, exist_ok=True)
    camera = Camera(folder, everything)
    with installation() as place, chromium() as browser:
        story = Story(browser, place, look=camera)
        story.play(lambda step: print(f"  {step}", file=sys.stderr, flush=True))
        story.leave()
    pictures = sorted(folder.glob("*.png"))
    print(f"{len(pictures)} pictures in {folder}")
    if not everything:
        large = [one.name for one in pictures if one.stat().st_size > LARGEST]
        assert not large, f"too large to be kept with the code: {large}"


if __name__ == "__main__":
    take(everything="--all" in sys.argv[1:])
