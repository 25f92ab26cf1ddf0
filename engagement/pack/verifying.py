"""A pack checked with nothing but the pack: every digest, the chain, the fold, the verdicts, the pages. Pure.

The first thing that does not hold is named. Whoever forges log, record, pages and manifest together makes a pack that
holds in itself; the digest that was noted elsewhere tells it apart (``digest``).
"""

from __future__ import annotations

import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import ValidationError

from engagement.folding import fold
from engagement.log import MOST_OF_A_KIND, Entry
from engagement.pack import content, second_opinion, summary
from engagement.pack.assembling import PAGES, labelled
from engagement.pack.evidence import PartyNames
from engagement.pack.manifest import FORMAT, MANIFEST, Manifest
from engagement.pack.readme import README
from engagement.pack.withholding import LEFT_OUT
from engagement.pack.zipping import Opened, is_zipped
from engagement.record import Engagement
from evaluation.canonical import canonical_json, sha256
from foundation.errors import DockingError
from foundation.language import Sentence, sentence
from foundation.values import Value

Members = Mapping[str, bytes]


class Checked(Value):
    """What came out: ``fault`` is the first difference, ``None`` when the pack holds."""

    manifest: Manifest | None = None
    fault: Sentence | None = None
    entries: int = 0
    members: int = 0
    is_withheld: bool = False
    """Secret parts were left out: the chain was followed by digests, nothing was folded."""


def verified(pack: bytes | Path, digest: str | None = None) -> Checked:
    """Check a pack, its bytes or its file; of a file one member at a time is in memory.

    ``digest``: of its manifest, as it was noted when the pack was made.
    """
    with io.BytesIO(pack) if isinstance(pack, bytes) else pack.open("rb") as source:
        try:
            return _verified(source, Opened(source), digest)
        except DockingError as refusal:
            return Checked(fault=Sentence(template=refusal.message, facts=refusal.facts))


def _verified(source: BinaryIO, members: Members, digest: str | None) -> Checked:
    manifest, fault = _manifest(members)
    if manifest is None:
        return Checked(fault=fault)
    is_withheld = LEFT_OUT in manifest.withheld
    found = Checked(
        manifest=manifest,
        entries=len(members[content.LOG].splitlines()) if content.LOG in members else 0,
        members=len(members),
        is_withheld=is_withheld,
    )
    try:
        fault = fault or next(_faults(source, members, manifest, digest, is_withheld), None)
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, DockingError) as odd:
        if isinstance(odd, DockingError) and odd.code == "pack_member_damaged":
            raise  # members are read as they are asked for: this one is named
        fault = sentence("包里的内容读不出来，或不是这个程序写的")
    return found.model_copy(update={"fault": fault})


def _manifest(members: Members) -> tuple[Manifest | None, Sentence | None]:
    if MANIFEST not in members:
        return None, sentence("缺少 {path}", path=MANIFEST)
    try:
        manifest = Manifest.model_validate_json(members[MANIFEST])
    except ValidationError:
        return None, sentence("{path} 读不出来", path=MANIFEST)
    if manifest.format != FORMAT:
        return manifest, sentence("这个包是第 {format} 种格式，请用做包时的程序版本核对", format=manifest.format)
    return manifest, None


def _faults(
    source: BinaryIO, members: Members, manifest: Manifest, digest: str | None, is_withheld: bool
) -> Iterator[Sentence]:
    yield from _listed(members, manifest)
    if digest is not None and digest != manifest.digest:
        yield sentence("包的摘要是 {found}，另记的是 {noted}：这不是当时的包", found=manifest.digest, noted=digest)
    lines = [json.loads(line) for line in members[content.LOG].splitlines()]
    yield from _flooded(lines)
    yield from _chain(lines, is_withheld)
    if manifest.version != len(lines):
        yield sentence("清单说日志有 {listed} 行，实际 {found} 行", listed=manifest.version, found=len(lines))
    record = json.loads(members[content.RECORD])
    if record["id"] != manifest.engagement_id:
        yield sentence("清单和记录不是同一个项目")
    label = labelled(manifest.number, manifest.previous, manifest.keep_until)
    if is_withheld:
        yield from _stubs_fit(lines, record)
        for path in sorted(set(members) - {content.LOG, content.RECORD, MANIFEST, *PAGES}):
            yield sentence("包里多出了 {path}，日志里没有", path=path)
        pages = summary.short(record, lines, _digests(manifest), label)
    else:
        engagement = fold(Entry.model_validate(line) for line in lines)
        yield from _whole(members, manifest, engagement, record)
        seen, told = _digests(manifest), json.loads(members[content.PARTIES])
        names = None if told is None else PartyNames.model_validate(told)
        pages = {
            "summary.html": summary.whole(engagement, names, seen, "zh", label),
            "summary.en.html": summary.whole(engagement, names, seen, "en", label),
        }
    pages["README.txt"] = README.encode()
    for path in PAGES:
        if members.get(path) != pages[path]:
            yield sentence("{path} 与日志和其他文件对不上", path=path)
    if members[content.LOG] != "".join(canonical_json(line) + "\n" for line in lines).encode():
        yield sentence("{path} 的写法被改过", path=content.LOG)
    if not is_zipped(members, source):
        yield sentence("ZIP 本身被改过或重新压缩过，文件内容没有变")


def _listed(members: Members, manifest: Manifest) -> Iterator[Sentence]:
    listed = {one.path: one for one in manifest.members}
    present = set(members) - {MANIFEST}
    for path in sorted(set(listed) - present):
        yield sentence("清单里有 {path}，包里没有", path=path)
    for path in sorted(present - set(listed)):
        yield sentence("包里多出了 {path}，清单里没有", path=path)
    for path, one in sorted(listed.items()):
        body = members[path]
        if hashlib.sha256(body).hexdigest() != one.sha256 or len(body) != one.size:
            yield sentence("{path} 与清单里的大小或摘要不符", path=path)
        if one.about != content.about(path):
            yield sentence("清单里 {path} 的用途说明被改过", path=path)
    if manifest.computed() != manifest.digest:
        yield sentence("清单自己的摘要不符")
    if members[MANIFEST] != content.as_json(manifest.model_dump(mode="json", exclude_none=True)):
        yield sentence("{path} 的写法被改过", path=MANIFEST)


def _flooded(lines: list[dict[str, Any]]) -> Iterator[Sentence]:
    """No log of ours has more of a kind, and it is sealed once: a seal is a digest over all before it. So what a pack
    made to be slow can cost is bounded before it is folded.
    """
    for event, count in Counter(line["event"] for line in lines).items():
        most = 1 if event == "archive" else MOST_OF_A_KIND + 1
        if count > most:
            yield sentence(
                "日志里 {event} 有 {count} 次，这个程序最多写 {most} 次：包不是它写的",
                event=event,
                count=count,
                most=most,
            )


def _chain(lines: list[dict[str, Any]], is_withheld: bool) -> Iterator[Sentence]:
    """Numbers without a gap, and each line names the digest of the one before; from raw JSON, not through the models.

    Logs of before the chain begin without digests.
    """
    is_chained, before = False, None
    for place, line in enumerate(lines, start=1):
        if line["number"] != place:
            yield sentence(
                "日志第 {place} 行的序号是 {number}：有一步被删、被加或换了位置", place=place, number=line["number"]
            )
        is_chained = is_chained or "previous" in line
        if is_chained and place > 1 and line.get("previous") != before:
            yield sentence("日志第 {place} 行与前一行接不上：第 {before} 行被改过", place=place, before=place - 1)
        before = line["digest"] if is_withheld else sha256([line])


def _stubs_fit(lines: list[dict[str, Any]], record: dict[str, Any]) -> Iterator[Sentence]:
    last = lines[-1]
    if (last["next"], last["number"]) != (record["state"], record["version"]):
        yield sentence("{path} 与日志推出的不一样：{field}", path=content.RECORD, field="state")


def _whole(members: Members, manifest: Manifest, engagement: Engagement, record: dict[str, Any]) -> Iterator[Sentence]:
    made = content.derived(engagement)
    again = json.loads(made[content.RECORD])
    for field in sorted(set(record) | set(again)):
        if record.get(field) != again.get(field):
            yield sentence("{path} 与日志推出的不一样：{field}", path=content.RECORD, field=field)
    yield from _agreed(record)
    yield from _sealed(engagement)
    yield from _judged(json.loads(members[content.ACCEPTANCE]), record)
    for path, bytes_again in made.items():
        if members.get(path) != bytes_again:
            yield sentence("{path} 与日志推出的不一样", path=path)
    yield from _beside(members, _digests(manifest), engagement, bool(manifest.withheld))
    known = {*made, content.PARTIES, content.DEMAND, content.MATCH, content.TEAM, content.FILES, MANIFEST, *PAGES}
    for path in sorted(set(members) - known):
        if not path.startswith(content.FILE):
            yield sentence("包里多出了 {path}，日志里没有", path=path)


def _agreed(record: dict[str, Any]) -> Iterator[Sentence]:
    """Terms and their digests, from raw JSON."""
    for one in record.get("agreements", ()):
        if sha256(one["offer"]) != one["digest"]:
            yield sentence("协议第 {version} 版的条款与签订时的摘要不符", version=one["version"])


def _sealed(engagement: Engagement) -> Iterator[Sentence]:
    for entry in engagement.history:
        if entry.event == "archive" and entry.number <= engagement.version:
            until = [content.line(one) for one in engagement.history[: entry.number]]
            if sha256(until) != engagement.archive_digest:
                yield sentence("归档时的日志与归档摘要不符")


def _judged(told: dict[str, Any], record: dict[str, Any]) -> Iterator[Sentence]:
    """The verdicts once more, on a way of their own."""
    agreements = record.get("agreements") or [{"offer": {}}]
    found = second_opinion.outcomes(agreements[-1]["offer"].get("criteria", []), record.get("measurements", []))
    for one in told["judgements"]:
        if found.get(one["criterion_id"]) != one["outcome"]:
            yield sentence("验收指标 {criterion} 重新判定的结果不一样", criterion=one["criterion_id"])
    if set(found) != {one["criterion_id"] for one in told["judgements"]}:
        yield sentence("验收记录的指标与协议不符")
    if second_opinion.overall(found) != told["outcome"]:
        yield sentence("验收总的判定重新计算的结果不一样")


def _beside(
    members: Members, listed: Mapping[str, str], engagement: Engagement, are_files_out: bool
) -> Iterator[Sentence]:
    """What does not come from the log: it speaks of the same things, and the files are the ones that were kept."""
    demand, match = (json.loads(members[path]) for path in (content.DEMAND, content.MATCH))
    if demand is not None and demand["id"] != engagement.demand_id:
        yield sentence("{path} 不是这个项目的", path=content.DEMAND)
    if match is not None and match["id"] != engagement.match_id:
        yield sentence("{path} 不是这个项目的", path=content.MATCH)
    kept = {one["sha256"] for one in json.loads(members[content.FILES])}
    present = {path.removeprefix(content.FILE) for path in members if path.startswith(content.FILE)}
    if present != (set() if are_files_out else kept):
        yield sentence("项目存的文件与清单 {path} 不符", path=content.FILES)
    for name in sorted(present):
        if listed[content.FILE + name] != name:
            yield sentence("文件 {sha256} 的内容被改过", sha256=name)


def _digests(manifest: Manifest) -> dict[str, str]:
    """SHA-256 by path, of what is no page; :func:`_listed` has held them against the members."""
    return {one.path: one.sha256 for one in manifest.members if one.path not in PAGES}
