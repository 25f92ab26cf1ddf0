"""Trade files into one body of knowledge. A wrong file is refused with its name, the place in it and the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from foundation.errors import InvalidInput
from foundation.values import Value
from kb.trade.acts import WrittenActs
from kb.trade.errand import errands_digest
from kb.trade.field import BeyondField, TradeField
from kb.trade.glossary import Pair, read_pairs
from kb.trade.kinds import WrittenKinds
from kb.trade.meanings import meanings_digest
from kb.trade.register import Register, StandardTitle, read_register

DATA = Path(__file__).parent.parent / "data"
KINDS, ACTS = "products.yaml", "acts.yaml"
ASKING = "asking"
"""The part of generic.yaml that is about asking for a service."""
Written = TypeVar("Written", bound=Value)
Field = TypeVar("Field", bound=TradeField)


@dataclass(frozen=True, eq=False)
class Knowledge:
    """Everything read: fields in order of their names, the register of standards, the general glossary."""

    fields: tuple[TradeField, ...]
    standards: Register
    pairs: tuple[Pair, ...]
    generic: tuple[str, ...]
    """Clauses that every enterprise and every centre writes, about no product and no test."""
    digest: str
    """SHA-256 over all files: names exactly this knowledge."""
    kinds: WrittenKinds = field(default_factory=WrittenKinds)
    """Which class of goods holds which kinds."""
    acts: WrittenActs = field(default_factory=WrittenActs)
    """What is asked to be done, by the words for it."""
    beyond: tuple[BeyondField, ...] = ()
    """Fields that no inspection centre is expected to serve (B18); one that somebody's own files bring is not here."""
    asking: tuple[str, ...] = ()
    """Clauses that everybody writes who asks for a service: about the report, the price, the time, the sample."""


def read_knowledge(more: Sequence[Path] = (), data: Path = DATA) -> Knowledge:
    """The shipped files and those in the folders ``more``, whose fields come after.

    Raises InvalidInput (``trade_file_invalid``) naming file, place and reason.
    """
    for folder in more:
        if not folder.is_dir():
            raise _invalid(folder, "DOCKING_KNOWLEDGE_DIR", "no such folder")
    named: dict[str, str] = {}
    read: list[TradeField] = []
    for path in _trade_files(more, data):
        one = read_field(path)
        if one.field in named:
            raise _invalid(path, "field", f"{one.field} = {named[one.field]}")
        named[one.field] = path.name
        read.append(one)
    fields = tuple(read)
    generic: dict[str, list[str]] = _load((data / "generic.yaml").read_text(encoding="utf-8"))
    own = [StandardTitle(number=n, title=title) for one in fields for n, title in one.standards.items()]
    return Knowledge(
        fields=fields,
        standards=read_register(data / "standards.csv").with_titles(own),
        pairs=tuple(pair for path in _glossaries(data) for pair in read_pairs(path)),
        generic=tuple(clause for name, clauses in generic.items() if name != ASKING for clause in clauses),
        digest=knowledge_digest(more, data),
        asking=tuple(generic.get(ASKING, ())),
        kinds=_if_written(data / KINDS, WrittenKinds),
        acts=_if_written(data / ACTS, WrittenActs),
        beyond=tuple(one for path in _beyond_files(data) if (one := _linked(path, BeyondField)).field not in named),
    )


def knowledge_digest(more: Sequence[Path] = (), data: Path = DATA) -> str:
    """SHA-256 over names and contents of all files and of what words mean, without reading what they say."""
    covered = hashlib.sha256()
    read = [*_trade_files(more, data), *_beyond_files(data), *_glossaries(data)]
    for path in [
        *read,
        data / "standards.csv",
        data / "generic.yaml",
        *_if_there(data / KINDS),
        *_if_there(data / ACTS),
    ]:
        covered.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    covered.update(meanings_digest().encode())
    covered.update(errands_digest().encode())
    return covered.hexdigest()


def _if_there(path: Path) -> list[Path]:
    return [path] if path.exists() else []


def _if_written(path: Path, kind: type[Written]) -> Written:
    return _read(path, kind) if path.exists() else kind()


def _trade_files(more: Sequence[Path], data: Path) -> list[Path]:
    return [
        path for folder in (data / "trade", *more) for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
    ]


def _beyond_files(data: Path) -> list[Path]:
    return sorted((data / "beyond").glob("*.yaml"))


def _glossaries(data: Path) -> list[Path]:
    return sorted((data / "glossary").glob("*.csv"))


def read_field(path: Path) -> TradeField:
    """One trade file."""
    return _linked(path, TradeField)


def _linked(path: Path, kind: type[Field]) -> Field:
    read = _read(path, kind)
    for place, name in _dangling(read):
        raise _invalid(path, place, f"{name}?")
    return read


def _read(path: Path, kind: type[Written]) -> Written:
    import yaml

    try:
        return kind.model_validate(_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as fault:
        raise _invalid(path, "", str(fault)) from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        raise _invalid(path, " → ".join(map(str, first["loc"])), first["msg"]) from fault


def _dangling(field: TradeField) -> Iterator[tuple[str, str]]:
    """Links that lead nowhere: a match that followed one would fail."""
    for zh, failure in field.failures.items():
        yield from ((f"failures → {zh} → tests", test) for test in failure.tests if test not in field.tests)
    for symptom in field.symptoms:
        yield from ((f"{symptom.says[0]} → of", name) for name in symptom.of if name not in field.products)
        yield from (
            (f"{symptom.says[0]} → points_to", name) for name in symptom.points_to if name not in field.failures
        )
    for case in field.cases:
        if case.of is not None and case.of not in field.products:
            yield f"{case.says} → of", case.of
        yield from ((f"{case.says} → tests", name) for name in case.tests if name not in field.tests)


def _load(text: str) -> Any:
    import yaml

    # The C reader, where the package brings it, is ten times as fast.
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _invalid(path: Path, place: str, reason: str) -> InvalidInput:
    return InvalidInput(
        "trade_file_invalid",
        "知识文件 {file} 有误（{place}）：{reason}",
        field="file",
        file=path.name,
        place=place,
        reason=" ".join(reason.split()),
    )
