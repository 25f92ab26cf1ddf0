"""A talk as it is seen: bubbles on one side, on the other what was understood, each value with the words behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from api.labels import FIELD_LABELS
from foundation.language import Language, Sentence
from intake.attached import out_of_files
from intake.correcting import CHOICES
from intake.demand import Draft, Evidence
from intake.fields import FieldName

_FIRST: tuple[FieldName, ...] = (
    "product", "material", "problem", "occurrence", "conditions", "service_category", "wish", "parameters",
    "standards", "criteria", "samples", "deadline", "budget", "region", "contact", "confidentiality",
)  # fmt: skip
ORDER: tuple[FieldName, ...] = (*_FIRST, *(field for field in FIELD_LABELS if field not in (*_FIRST, "title")))
"""What a person looks for first comes first. The title is no part of it: it is put together from the others."""


_NAMES = {"保密": "要求保密"}


Kind = Literal["said", "typed", "file", "aside"]
"""Said; typed over a value; the text of a file; said beside the matter."""


@dataclass(frozen=True)
class Bubble:
    """One utterance, or aside, and what was answered; ``number`` counts each of the two from 0.

    ``file`` is the name of the file whose text the words are; empty when it was taken back.
    """

    kind: Kind
    number: int
    words: str
    answer: tuple[str, ...]
    file: str = ""

    @property
    def place(self) -> str:
        """The id of the words on the page."""
        return f"{'s' if self.kind == 'aside' else 'u'}-{self.number}"

    @property
    def answer_place(self) -> str:
        """The id of the answer on the page."""
        return f"{'t' if self.kind == 'aside' else 'a'}-{self.number}"


@dataclass(frozen=True)
class ShownValue:
    """One value. ``spans`` are ``utterance:start:end`` in UTF-16 units of the words as a browser holds them."""

    key: str
    field: FieldName
    label: str
    value: str
    quotes: tuple[tuple[int, str], ...]
    spans: str
    choices: tuple[str, ...]
    is_typed: bool
    is_filed: bool = False
    """Whether the words behind it stand in a file."""

    @property
    def name(self) -> str:
        """The value as it is shown."""
        return _NAMES.get(self.value, self.value)


def bubbles(draft: Draft, language: Language, files: Mapping[str, str]) -> tuple[Bubble, ...]:
    """The talk so far, in order; ``files`` are the names of the files it holds, by id."""
    answers = {answer.utterance: answer.sentences for answer in draft.answers}
    filed = {one.utterance: files.get(one.attachment_id, "") for one in draft.attached}
    told: list[Bubble] = []
    for number, words in enumerate(draft.utterances):
        told += _asides(draft, number, language)
        kind: Kind = "typed" if number in draft.typed else "file" if number in filed else "said"
        answer = _worded(answers.get(number, ()), language)
        told.append(Bubble(kind, number, words, answer, filed.get(number, "")))
    return (*told, *_asides(draft, len(draft.utterances), language))


def last_place(draft: Draft) -> str:
    """The id of the last answer on the page."""
    is_aside = bool(draft.asides) and draft.asides[-1].after == len(draft.utterances)
    return f"t-{len(draft.asides) - 1}" if is_aside else f"a-{len(draft.utterances) - 1}"


def _asides(draft: Draft, after: int, language: Language) -> Iterator[Bubble]:
    for number, aside in enumerate(draft.asides):
        if aside.after == after:
            yield Bubble("aside", number, aside.words, _worded(aside.sentences, language))


def _worded(sentences: tuple[Sentence, ...], language: Language) -> tuple[str, ...]:
    return tuple(sentence.text(language) for sentence in sentences)


def values(draft: Draft) -> tuple[tuple[ShownValue, ...], ...]:
    """What was understood, field by field in the order of the labels; fields without a value are left out."""
    return tuple(found for field in ORDER if (found := tuple(_values_of(draft, field))))


def values_of(draft: Draft, field: FieldName) -> tuple[ShownValue, ...]:
    """The values of one field."""
    return tuple(_values_of(draft, field))


def unknown(draft: Draft) -> tuple[FieldName, ...]:
    """The fields that the person left open by saying so."""
    return tuple(field for field in ORDER if any(r.field == field and r.origin == "unknown" for r in draft.readings))


def _values_of(draft: Draft, field: FieldName) -> Iterator[ShownValue]:
    known = [reading for reading in draft.readings if reading.field == field and reading.origin != "unknown"]
    files = out_of_files(draft)
    for number, reading in enumerate(known):
        yield ShownValue(
            key=f"{field}-{number}",
            field=field,
            label=FIELD_LABELS[field],
            value=reading.value,
            quotes=tuple((evidence.utterance, evidence.quote) for evidence in reading.evidence),
            spans=" ".join(_span(evidence, draft.utterances) for evidence in reading.evidence),
            choices=CHOICES.get(field, ()),
            is_typed={evidence.utterance for evidence in reading.evidence} <= set(draft.typed),
            is_filed=any(evidence.utterance in files for evidence in reading.evidence),
        )


def _span(evidence: Evidence, utterances: tuple[str, ...]) -> str:
    words = utterances[evidence.utterance]
    return f"{evidence.utterance}:{_units(words[: evidence.start])}:{_units(words[: evidence.end])}"


def _units(words: str) -> int:
    """How long a browser finds these words: it counts UTF-16 units and holds every line end as one."""
    return len(words.replace("\r\n", "\n").encode("utf-16-le", "surrogatepass")) // 2
