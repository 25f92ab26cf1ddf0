"""The closure pack proves itself: the same bytes again, and nobody changes one of them unseen (S0-42)."""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
from collections.abc import Callable
from datetime import date

import pytest

from engagement.files import KeptFile
from engagement.pack.assembling import Pack, assembled
from engagement.pack.content import FILE, as_json
from engagement.pack.evidence import Evidence, MatchEvidence
from engagement.pack.manifest import MANIFEST, Manifest, Member
from engagement.pack.verifying import verified
from engagement.pack.zipping import unzipped, zipped
from engagement.record import Engagement
from tests.engagement.cases import BAD, EFFECTS, START, SURVEY, WHOLE, at, opened, play, step

REPORT = b"%PDF-1.7 the scanned report"
KEPT = KeptFile(
    sha256=hashlib.sha256(REPORT).hexdigest(),
    name="报告.pdf",
    size=len(REPORT),
    media_type="application/pdf",
    kept_at=START,
    kept_by="act_centre",
)
EVIDENCE = Evidence(
    match=MatchEvidence(
        id="mat_1",
        centre_id="ctr_1",
        rank=1,
        score=800,
        state="accepted",
        origin="run",
        reason_code=None,
        decided_by="act_coordinator",
        decided_at=START,
        run_id="run_1",
        payload_digest="b" * 64,
    )
)


def finished() -> Engagement:
    """Archived, then asked and reported about."""
    asked = step(at("archived"), "answer_survey", survey=SURVEY)
    return step(asked, "report_effect", effect_report=EFFECTS)


def pack(engagement: Engagement | None = None, **changes: object) -> Pack:
    given: dict[str, object] = {"keep_until": date(2031, 3, 10)} | changes
    return assembled(engagement or finished(), EVIDENCE, (KEPT,), {KEPT.sha256: REPORT}, **given)  # type: ignore[arg-type]


def redone(members: dict[str, bytes]) -> bytes:
    """The same pack with a manifest made anew for what is in it: a forger who knows the format."""
    told = Manifest.model_validate_json(members[MANIFEST])
    about = {one.path: one.about for one in told.members}
    listed = tuple(
        Member(path=path, size=len(found), sha256=hashlib.sha256(found).hexdigest(), about=about.get(path, "文件"))
        for path, found in sorted(members.items())
        if path != MANIFEST
    )
    new = told.model_copy(update={"members": listed}).sealed()
    return zipped(members | {MANIFEST: as_json(new.model_dump(mode="json", exclude_none=True))})


def test_a_pack_holds_and_the_same_engagement_gives_the_same_bytes() -> None:
    made = pack()
    assert made.content == pack().content
    checked = verified(made.content)
    assert checked.fault is None
    assert (checked.entries, checked.manifest) == (17, made.manifest)
    assert verified(made.content, made.manifest.digest).fault is None


@pytest.mark.parametrize("state", ["closed", "archived"])
def test_packs_of_every_end_hold(state: str) -> None:
    assert verified(pack(at(state)).content).fault is None


def test_an_end_without_agreement_or_with_failed_criteria_is_packed_too() -> None:
    for ended in (
        step(at("raised"), "withdraw"),
        step(step(at("acceptance"), "record_measurement", measurements=BAD), "reject", reason="不合格"),
        play(opened("fig1-A"), [one for one in WHOLE[:-1] if one[0] != "review_contract"]),
    ):
        checked = verified(pack(ended).content)
        assert checked.fault is None


def test_two_hundred_random_alterations_are_all_found() -> None:
    chance, whole = random.Random(7), pack().content
    members = unzipped(whole)
    kinds: list[Callable[[], bytes]] = [
        lambda: flipped_anywhere(whole, chance),
        lambda: zipped(with_flip(members, chance)),
        lambda: redone(with_flip({**members}, chance, keep=MANIFEST)),
        lambda: zipped({path: found for path, found in members.items() if path != chance.choice(sorted(members))}),
        lambda: redone(without(members, chance)),
        lambda: redone(members | {f"{FILE}{chance.getrandbits(256):064x}": b"slipped in"}),
        lambda: redone(members | {f"extra{chance.randrange(99)}.txt": b"slipped in"}),
        lambda: redone(members | {"log.jsonl": swapped(members["log.jsonl"], chance)}),
        lambda: redone(members | {"log.jsonl": reworded(members["log.jsonl"], chance)}),
        lambda: redone(members | {"log.jsonl": cut(members["log.jsonl"], chance)}),
    ]
    missed = []
    for number in range(200):
        altered = kinds[number % len(kinds)]()
        if altered != whole and verified(altered).fault is None:
            missed.append(number)
    assert missed == []


def flipped_anywhere(whole: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(whole))
    return whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :]


def with_flip(members: dict[str, bytes], chance: random.Random, keep: str = "") -> dict[str, bytes]:
    path = chance.choice(sorted(path for path in members if path != keep))
    return members | {path: flipped_anywhere(members[path], chance)}


def without(members: dict[str, bytes], chance: random.Random) -> dict[str, bytes]:
    gone = chance.choice(sorted(set(members) - {MANIFEST}))
    return {path: found for path, found in members.items() if path != gone}


def swapped(log: bytes, chance: random.Random) -> bytes:
    lines = log.splitlines(keepends=True)
    one, other = chance.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def cut(log: bytes, chance: random.Random) -> bytes:
    lines = log.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return b"".join(lines)


def reworded(log: bytes, chance: random.Random) -> bytes:
    """Another actor in one entry, everything else well formed."""
    lines = log.splitlines()
    place = chance.randrange(len(lines))
    entry = json.loads(lines[place]) | {"actor_id": "act_somebody_else"}
    lines[place] = as_json(entry).strip()
    return b"\n".join(lines) + b"\n"


def test_the_first_difference_is_named_in_plain_words() -> None:
    members = unzipped(pack().content)
    lines = members["log.jsonl"].splitlines()
    lines[4] = as_json(json.loads(lines[4]) | {"actor_id": "act_x"}).strip()
    told = verified(redone(members | {"log.jsonl": b"\n".join(lines) + b"\n"})).fault
    assert told is not None
    assert told.text() == "日志第 6 行与前一行接不上：第 5 行被改过"
    assert "line 5" in told.text("en")
    judged = json.loads(members["acceptance.json"])
    judged["judgements"][0]["outcome"] = "fail"
    told = verified(redone(members | {"acceptance.json": as_json(judged)})).fault
    assert told is not None
    assert told.text() == "验收指标 shrinkage 重新判定的结果不一样"


def test_a_pack_forged_as_a_whole_is_told_apart_by_the_digest_that_was_noted() -> None:
    noted = pack().manifest.digest
    other = pack(step(at("archived"), "answer_survey", survey=SURVEY.model_copy(update={"overall": 1})))
    assert verified(other.content).fault is None
    told = verified(other.content, noted).fault
    assert told is not None
    assert "这不是当时的包" in told.text()


def test_a_secret_engagement_is_packed_without_its_content_and_says_so() -> None:
    secret = play(opened(level="secret", host_level="secret"), WHOLE)
    made = pack(secret)
    assert "商密" in made.manifest.withheld[0]
    members = unzipped(made.content)
    assert sorted(members) == [
        "MANIFEST.json",
        "README.txt",
        "log.jsonl",
        "record.json",
        "summary.en.html",
        "summary.html",
    ]
    told = b"".join(members.values()).decode()
    for word in ("隔膜", "48000", "顾工", "热收缩", "ent_1"):
        assert word not in told, word
    checked = verified(made.content)
    assert (checked.fault, checked.is_withheld) == (None, True)
    lines = members["log.jsonl"].splitlines()
    lines[4] = as_json(json.loads(lines[4]) | {"digest": "0" * 64}).strip()
    assert verified(redone(members | {"log.jsonl": b"\n".join(lines) + b"\n"})).fault is not None
    assert "隔膜" in b"".join(unzipped(pack(secret, with_secret=True).content).values()).decode()


def test_what_is_no_pack_is_refused_and_nothing_is_unpacked() -> None:
    for content in (b"", b"PK\x03\x04", REPORT, zipped({"a.txt": b"a"})):
        assert verified(content).fault is not None
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("MANIFEST.json", b"0" * 10_000)
    assert verified(out.getvalue()).fault is not None


def test_packed_again_with_a_compressor_the_zip_itself_differs() -> None:
    members = unzipped(pack().content)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, found in members.items():
            file.writestr(name, found)
    told = verified(out.getvalue()).fault
    assert told is not None
    assert told.text().startswith("ZIP 本身被改过")
