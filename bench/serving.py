"""What the measured server runs: the product, and the bare view beside it, on the bench's database."""

import os
from collections.abc import Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.db import connections  # noqa: E402

from config.wsgi import application as product  # noqa: E402 -- the settings first

# isort: split
from bench.bare import BareHandler  # noqa: E402 -- it reads models

connections["default"].settings_dict["NAME"] = os.environ["BENCH_DATABASE"]
floor = BareHandler()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    chosen = floor if environ["PATH_INFO"].startswith("/floor/") else product
    answer: Iterable[bytes] = chosen(environ, start_response)
    return answer
