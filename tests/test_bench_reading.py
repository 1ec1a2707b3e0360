"""`script/bench read` measures all four, each against its floor; what is missed is said."""

import json

import pytest

from bench import reading


def test_reading_and_setting_are_measured_against_their_floors(
    capsys: pytest.CaptureFixture[str],
) -> None:
    reading.run(as_json=True, size="tenth")

    results = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["name"] for one in results] == [
        "read.text",
        "read.word",
        "read.pdf",
        "read.typeset",
    ]
    for one in results:
        assert one["floor"] > 0
        assert one["ratio"] == pytest.approx(one["value"] / one["floor"])
        assert one["ok"] == (one["ratio"] <= float(one["target"].split()[1]))
