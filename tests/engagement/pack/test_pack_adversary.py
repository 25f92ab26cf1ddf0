"""What an adversary who knows the format can do to a pack, and what tells on them (S0-42)."""

from __future__ import annotations

import hashlib
import io
import json
import tracemalloc
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from engagement.folding import fold
from engagement.log import Entry, log_digest
from engagement.pack.assembling import Pack, assembled
from engagement.pack.content import FILE, as_json
from engagement.pack.making import make_pack
from engagement.pack.manifest import MANIFEST
from engagement.pack.recorded import recorded_fault
from engagement.pack.verifying import verified
from engagement.pack.zipping import unzipped, zipped
from engagement.record import Engagement
from evaluation.canonical import sha256
from foundation.database import reading
from tests.conftest import Working
from tests.engagement.access.test_links import finished
from tests.engagement.cases import SURVEY, WHOLE, at, opened, play, step
from tests.engagement.pack.test_pack import EVIDENCE, KEPT, REPORT, pack, redone
from tests.engagement.test_correcting import PATENT


def told(content: bytes | Path) -> str:
    fault = verified(content).fault
    assert fault is not None
    return fault.text()


SECRET = play(opened(level="secret", host_level="secret"), WHOLE)
NAMES = (
    "../../etc/passwd",
    "files/../../evil",
    "/abs.txt",
    "LOG.jsonl",
    "Summary.html",
    "files/..\\evil",
    "a\u0301.txt",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("is_secret", [False, True])
def test_a_member_with_another_name_is_named_and_nothing_is_written_by_its_path(name: str, is_secret: bool) -> None:
    members = unzipped(pack(SECRET if is_secret else None).content)
    assert verified(zipped(members)).fault is None
    assert name in told(zipped(members | {name: b"x"}))
    assert verified(redone(members | {name: b"x"})).fault is not None


def test_two_files_of_equal_length_that_change_places_are_found() -> None:
    other = b"%PDF-1.7 the second report"[: len(REPORT)].ljust(len(REPORT))
    second = KEPT.model_copy(update={"sha256": hashlib.sha256(other).hexdigest(), "name": "另一份.pdf"})
    made = assembled(at("closed"), EVIDENCE, (KEPT, second), {KEPT.sha256: REPORT, second.sha256: other})
    assert verified(made.content).fault is None
    members = unzipped(made.content)
    swap = {FILE + KEPT.sha256: other, FILE + second.sha256: REPORT}
    assert FILE in told(zipped(members | swap))
    assert told(redone(members | swap)).endswith("的内容被改过")


def test_a_symlink_a_comment_and_bytes_before_or_behind_are_another_zip() -> None:
    whole = pack().content
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        for name, body in sorted(unzipped(whole).items()):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, (0o120777 if name == "README.txt" else 0o644) << 16
            file.writestr(info, body)
    assert told(out.getvalue()).startswith("ZIP 本身被改过")
    for other in (b"before" + whole, whole + b"behind"):
        assert verified(other).fault is not None


def test_the_same_name_twice_is_refused() -> None:
    out = io.BytesIO(pack().content)
    with zipfile.ZipFile(out, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("README.txt", b"other")
    assert "读不出来" in told(out.getvalue())


def test_a_log_and_its_chain_written_anew_fall_with_what_follows_from_them() -> None:
    """The chain alone can be computed by anybody; the record, the acceptance and the archive digest do not fit then."""
    members = unzipped(pack().content)
    lines = [json.loads(line) for line in members["log.jsonl"].splitlines()]
    lines[4]["actor_id"] = "act_somebody_else"
    for before, line in pairwise(lines):
        line["previous"] = sha256([before])
    log = b"".join(as_json(line) for line in lines)
    assert verified(redone(members | {"log.jsonl": log})).fault is not None


def longer(engagement: Engagement, last: Entry, times: int) -> Engagement:
    """The engagement with a last entry so many times more, each chained to the one before, as a forger would."""
    log = list(engagement.history)
    for number in range(len(log) + 1, len(log) + 1 + times):
        log.append(last.model_copy(update={"number": number, "previous": log_digest(log[-1:])}))
    return fold(log)


def test_a_pack_with_more_lines_of_a_kind_than_we_write_is_refused_before_it_is_folded() -> None:
    said = step(at("closed"), "record_outcome", outcome=PATENT)
    assert verified(pack(longer(said, said.history[-1], 999)).content).fault is None
    flooded = pack(longer(said, said.history[-1], 1_001)).content
    assert told(flooded) == "日志里 record_outcome 有 1002 次，这个程序最多写 1001 次：包不是它写的"


def test_a_log_that_is_sealed_twice_is_none_of_ours() -> None:
    """Each seal is a digest over all before it: a pack of seals alone once took hours."""
    sealed = at("archived")
    twice = pack(longer(sealed, sealed.history[-1], 1)).content
    assert told(twice) == "日志里 archive 有 2 次，这个程序最多写 1 次：包不是它写的"


def forged(true: Pack) -> Pack:
    """Everything made anew by the same program: a pack that holds in itself, with the numbers of the true one."""
    other = step(at("archived"), "answer_survey", survey=SURVEY.model_copy(update={"overall": 1}))
    same = {"number": true.manifest.number, "keep_until": true.manifest.keep_until}
    return assembled(other.model_copy(update={"id": true.manifest.engagement_id}), EVIDENCE, (), {}, **same)  # type: ignore[arg-type]


def test_the_audit_chain_of_the_house_tells_its_own_pack_from_a_whole_forgery(working: Working, engine: Engine) -> None:
    id = finished(working)
    with working() as work:
        true = make_pack(work, id)
    with reading(engine) as session:
        assert recorded_fault(session, true.manifest) is None
        false = forged(true).manifest
        fault = recorded_fault(session, false)
        assert fault is not None
        assert fault.text() == "审计链里没有这个包的摘要：不是这里做的那一份"
        unknown = recorded_fault(session, true.manifest.model_copy(update={"engagement_id": "eng_other"}))
        assert unknown is not None
    with engine.begin() as connection:
        connection.execute(text("update audit_entries set actor_id = 'somebody' where sequence = 1"))
    with reading(engine) as session:
        fault = recorded_fault(session, true.manifest)
        assert fault is not None
        assert "审计链断了" in fault.text()


def test_five_thousand_files_are_checked_one_at_a_time(tmp_path: Path) -> None:
    bodies = [b"%06d" % number + b"\0" * 8_000 for number in range(5_000)]
    kept = tuple(
        KEPT.model_copy(update={"sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}) for body in bodies
    )
    made = assembled(at("closed"), EVIDENCE, kept, {one.sha256: body for one, body in zip(kept, bodies, strict=True)})
    path = tmp_path / "pack.zip"
    path.write_bytes(made.content)
    size = len(made.content)
    del made, bodies
    tracemalloc.start()
    assert verified(path).fault is None
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < size * 0.75, f"{peak / 2**20:.0f} MB for a pack of {size / 2**20:.0f} MB"
    with path.open("r+b") as file:
        file.seek(size // 2)
        byte = file.read(1)
        file.seek(size // 2)
        file.write(bytes([byte[0] ^ 1]))
    assert verified(path).fault is not None


def test_the_page_of_a_pack_names_the_terms_the_people_and_the_digest_of_each_member() -> None:
    members = unzipped(pack().content)
    page = members["summary.html"].decode()
    for words in (
        "隔膜高温收缩的失效分析与改进验证",
        "人民币肆万捌仟元整",
        "王总",
        "李院长",
        "顾工",
        "负责人",
        "热分析",
    ):
        assert words in page
    assert page.count("<thead>") == page.count("</table>")
    for path, body in members.items():
        if path not in (MANIFEST, "README.txt", "summary.html", "summary.en.html"):
            assert hashlib.sha256(body).hexdigest() in page
