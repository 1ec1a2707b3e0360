import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from lienthong.kernel.audit import chain
from lienthong.kernel.audit.chain import Place
from lienthong.kernel.audit.exporting import exported_lines
from lienthong.kernel.audit.public import record
from lienthong.kernel.audit.sealing import seal_round
from lienthong.kernel.audit.tests.keeper import OfficeKeeper
from lienthong.kernel.audit.tests.lines import as_read, check, entries_of, heads_of

pytestmark = pytest.mark.django_db
VERIFIER = Path(__file__).parents[4] / "script" / "verify-audit"


def test_a_sealed_history_is_whole(export, keeper):
    verdict = check(export, keeper)

    assert verdict.faults == []
    assert (verdict.entries, verdict.heads, verdict.unsealed) == (10, 2, 0)
    assert verdict.end.number == 10


def test_an_installation_that_has_done_nothing_has_a_whole_history(db, keeper):
    verdict = check(as_read(exported_lines()), keeper)

    assert verdict.is_whole
    assert verdict.entries == 0


def test_the_chain_is_what_the_protocol_says(export, keeper):
    first = entries_of(export)[0]
    begin = chain.genesis(keeper.founded.installation)

    assert first["hash"] == chain.linked(begin.link, chain.entry_hash(first["entry"]))


def forge(lines):
    entries_of(lines)[3]["entry"]["facts"]["number"] = 99


def compute_anew(lines, begin=None):
    """Somebody with the database but without the signer computes the whole chain anew."""
    link = begin or chain.genesis(lines[0]["export"]["installation"]).link
    for line in lines:
        if "entry" in line:
            line["hash"] = link = chain.linked(link, chain.entry_hash(line["entry"]))
        elif "head" in line:
            line["head"]["hash"] = link
        elif "closing" in line:
            line["closing"]["hash"] = link


def forge_and_compute_links(lines):
    forge(lines)
    kept = [(line["head"]["hash"], line) for line in heads_of(lines)]
    closing = lines[-1]["closing"]["hash"]
    compute_anew(lines)
    lines[-1]["closing"]["hash"] = closing
    for hash_, line in kept:
        line["head"]["hash"] = hash_


def forge_and_compute_heads(lines):
    forge(lines)
    compute_anew(lines)


def remove(lines):
    lines.remove(entries_of(lines)[3])


def remove_and_number_anew(lines):
    remove(lines)
    for number, line in enumerate(entries_of(lines), start=1):
        line["entry"]["seal_number"] = number


def swap(lines):
    first, second = (lines.index(line) for line in entries_of(lines)[2:4])
    lines[first], lines[second] = lines[second], lines[first]


def double(lines):
    lines.insert(4, dict(entries_of(lines)[2]))


def remove_a_head(lines):
    lines.remove(heads_of(lines)[0])


def remove_the_last_head(lines):
    lines.remove(heads_of(lines)[-1])


def remove_all_heads(lines):
    lines[:] = [line for line in lines if "head" not in line]


def cut_the_tail_with_its_head(lines):
    del lines[-6:-1]


def cut_everything_after_the_first_head(lines):
    del lines[lines.index(heads_of(lines)[0]) + 1 :]


def close_with_an_earlier_head(lines):
    cut_everything_after_the_first_head(lines)
    head = heads_of(lines)[0]
    lines.append({"closing": head["head"], "signature": head["signature"]})


def leave_nothing(lines):
    lines.clear()


def forge_a_head(lines):
    heads_of(lines)[0]["head"]["at"] = "2020-01-01T00:00:00Z"


def break_a_signature(lines):
    heads_of(lines)[0]["signature"] = "zz"


def say_another_installation(lines):
    lines[0]["export"]["installation"] = "f" * 32


def leave_the_beginning_out(lines):
    del lines[0]


def bring_no_certificate(lines):
    del lines[1]


def write_something_after_the_end(lines):
    lines.append(dict(entries_of(lines)[0]))


def spoil_a_line(lines):
    lines[4] = "not JSON"


def spoil_a_head(lines):
    heads_of(lines)[0]["head"]["n"] = "many"


TAMPERINGS = [
    (forge, "link"),
    (forge_and_compute_links, "chain"),
    (forge_and_compute_heads, "signature"),
    (remove, "order"),
    (remove_and_number_anew, "link"),
    (swap, "order"),
    (double, "order"),
    (remove_a_head, "previous"),
    (remove_the_last_head, "end"),
    (remove_all_heads, "end"),
    (cut_the_tail_with_its_head, "end"),
    (cut_everything_after_the_first_head, "end"),
    (close_with_an_earlier_head, "form"),
    (leave_nothing, "end"),
    (forge_a_head, "signature"),
    (break_a_signature, "signature"),
    (say_another_installation, "genesis"),
    (leave_the_beginning_out, "begin"),
    (bring_no_certificate, "signature"),
    (write_something_after_the_end, "end"),
    (spoil_a_line, "form"),
    (spoil_a_head, "signature"),
]


@pytest.mark.parametrize(("tamper", "by"), TAMPERINGS, ids=lambda one: getattr(one, "__name__", ""))
def test_tampering_is_found_by_its_check(export, keeper, tamper, by):
    tamper(export)

    verdict = check(export, keeper)

    assert by in {fault.check for fault in verdict.faults}, verdict.faults
    assert all(str(fault) for fault in verdict.faults)


def test_a_changed_entry_is_found_where_it_is_and_nowhere_else(export, keeper):
    forge(export)

    (fault,) = check(export, keeper).faults
    assert re.match(r"Entry 4 \(id \d+\) was changed\.", str(fault))


def test_entries_invented_at_the_end_are_named_as_unsealed(export, keeper):
    last = entries_of(export)[-1]
    invented = json.loads(json.dumps(last))
    invented["entry"] |= {"seal_number": 11, "actor_name": "Người Không Có"}
    invented["hash"] = chain.linked(last["hash"], chain.entry_hash(invented["entry"]))
    export.insert(-1, invented)

    verdict = check(export, keeper)

    assert verdict.is_whole
    assert (verdict.entries, verdict.unsealed) == (10, 1)


def test_the_history_of_another_installation_is_not_ours(export, keeper, tmp_path):
    other = OfficeKeeper.at(tmp_path / "other")

    assert "key" in {fault.check for fault in check(export, other).faults}


def test_a_head_noted_elsewhere_shows_an_older_export(export, keeper, thing):
    record(None, "kettles.lost", thing)
    newer = as_read(exported_lines())
    noted = Place(**{"epoch": 1, "number": 11, "link": entries_of(newer)[-1]["hash"]})

    assert check(newer, keeper, noted).is_whole
    assert [one.check for one in check(export, keeper, noted).faults] == ["noted"]
    assert Place.read(str(noted)) == noted


@pytest.fixture
def restored(export, keeper):
    """Two entries are lost to a backup of the day before; the history goes on after it."""
    kept = check(export, keeper).end
    keeper.extend(kept, ["ab" * 32, "cd" * 32])
    handle = keeper.restore(kept)
    begun = keeper.epoch()
    content = {"id": 99, "mark": "of its own", "seal_number": 13}
    later = keeper.extend(begun.place, [chain.entry_hash(content)])
    entry = {"entry": content, "hash": later.place.link}
    heads = [{"head": head.content, "signature": head.signature} for head in (begun, later)]
    closing = keeper.closing()
    end = {"closing": closing.content, "signature": closing.signature}
    return handle, [*export[:-1], heads[0], entry, heads[1], end]


def test_a_history_goes_on_from_the_line_of_a_restore(restored, keeper):
    handle, lines = restored

    verdict = check(lines, keeper)

    assert verdict.faults == []
    assert verdict.end.number == 13
    (restore,) = verdict.restores
    assert (restore.epoch, restore.lost, restore.receipt) == (2, 2, handle)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda lines: lines.remove(heads_of(lines)[-2]),
        lambda lines: lines.remove(entries_of(lines)[9]),
        lambda lines: lines.remove(heads_of(lines)[1]),
        lambda lines: heads_of(lines)[-2]["head"].update(receipt=""),
        lambda lines: heads_of(lines)[-2]["head"].update(kept=[1, 6, "0" * 64]),
    ],
)
def test_a_gap_without_its_restore_is_a_fault(restored, keeper, tamper):
    _handle, lines = restored
    tamper(lines)

    assert not check(lines, keeper).is_whole


def test_the_verifier_works_alone_on_an_export(export, keeper, tmp_path):
    file = tmp_path / "audit.jsonl"
    call_command("export_audit", file)
    whole = file.read_text()

    def run(*options):
        done = subprocess.run(
            [sys.executable, VERIFIER, file, "--trust", keeper.trust_folder, *options],
            capture_output=True,
            text=True,
            env={},
        )
        return done.returncode, done.stdout

    status, said = run()
    assert status == 0, said
    assert "10 entries under 2 heads" in said
    noted = re.search(r"--head (\S+)", said)[1]
    assert run("--head", noted)[0] == 0
    assert run("--head", f"1:11:{'0' * 64}")[0] == 1

    file.write_text(whole.replace('"number": 3', '"number": 4', 1))
    assert run() == (1, run()[1])
    assert "Entry 4" in run()[1]
    file.write_text("")
    assert run()[0] == 1
    invented = json.dumps({"unsealed": {"id": 99, "actor_name": "Người Không Có"}})
    lines = whole.splitlines()
    file.write_text("\n".join([*lines[:-1], invented, lines[-1]]))
    status, said = run()
    assert status == 3, said
    assert "1 entries are sealed by nobody" in said
    file.unlink()
    assert run()[0] == 2


def test_the_signer_says_the_same_again_and_goes_on_from_nowhere_else(export, keeper):
    end = check(export, keeper).end
    asked = (end, ["ab" * 32, "cd" * 32])

    head = keeper.extend(*asked)
    keeper.client.restart()

    assert keeper.extend(*asked) == head
    assert keeper.closing().place.number == 12
    with pytest.raises(Exception, match="does not go on from the last head"):
        keeper.extend(end, ["ab" * 32])
    assert seal_round().count == 0
