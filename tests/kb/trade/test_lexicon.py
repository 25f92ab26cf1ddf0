"""Names in a text: the longest wins, Latin ones stand alone, synonyms lead to one concept."""

from __future__ import annotations

from foundation.text import fold
from kb.trade.lexicon import Concept, Lexicon, concepts_of
from tests.kb.trade.examples import bolts, knowledge

LEXICON = Lexicon(
    [
        Concept("product", ("电池", "蓄电池"), ("battery",), ("cells",)),
        Concept("product", ("电池隔膜", "隔膜"), ("battery separator",), ("cells",)),
        Concept("product", ("聚丙烯", "PP"), ("polypropylene",), ("plastics",)),
        Concept("test", ("硬", "软硬"), (), ("bolts",)),
        Concept("product", ("隔膜",), ("diaphragm",), ("pumps",)),
    ]
)


def named(text: str) -> list[tuple[str, list[str]]]:
    """The stretches of a text that are names, and what they name."""
    found = LEXICON.mentions(fold(text))
    return [(text[one.start : one.end], [LEXICON.concepts[number].zh for number in one.concepts]) for one in found]


class TestTheLongestName:
    def test_wins_over_a_shorter_one_at_the_same_place(self) -> None:
        assert named("电池隔膜发热") == [("电池隔膜", ["电池隔膜"])]

    def test_leaves_the_shorter_one_where_it_stands_alone(self) -> None:
        assert named("电池发热，电池隔膜收缩") == [("电池", ["电池"]), ("电池隔膜", ["电池隔膜"])]

    def test_wins_in_english_too(self) -> None:
        assert named("a Battery Separator in a battery") == [
            ("Battery Separator", ["电池隔膜"]),
            ("battery", ["电池"]),
        ]

    def test_never_overlaps_the_next(self) -> None:
        spans = [(one.start, one.end) for one in LEXICON.mentions("蓄电池隔膜")]
        assert spans == [(0, 3), (3, 5)]


class TestALatinName:
    def test_is_found_as_a_whole_word_whatever_its_case(self) -> None:
        assert named("用PP做的") == [("PP", ["聚丙烯"])]
        assert named("pp") == [("pp", ["聚丙烯"])]

    def test_is_not_found_inside_a_longer_word(self) -> None:
        assert named("support, ppm, app, pp2") == []


class TestSynonyms:
    def test_lead_to_one_concept(self) -> None:
        assert named("蓄电池") == [("蓄电池", ["电池"])]
        assert LEXICON.surfaces["蓄电池"] == LEXICON.surfaces["battery"] == LEXICON.surfaces["电池"]

    def test_shared_by_two_concepts_lead_to_both(self) -> None:
        assert named("隔膜") == [("隔膜", ["电池隔膜", "隔膜"])]

    def test_of_one_character_are_too_short_to_be_found(self) -> None:
        assert named("很硬") == []
        assert named("软硬不均") == [("软硬", ["硬"])]


class TestConceptsOfSeveralFields:
    def test_of_one_name_are_one_with_all_synonyms_and_standards(self) -> None:
        hardness = [one for one in concepts_of(knowledge().fields) if one.zh == "硬度"]
        assert len(hardness) == 1
        assert hardness[0].fields == ("bolts", "cells")
        assert hardness[0].names == ("硬度", "软硬")
        assert hardness[0].english == ("hardness",)
        assert hardness[0].standards == ("GB/T 230.1",)

    def test_of_another_kind_stay_apart(self) -> None:
        data = bolts()
        data["failures"]["硬度"] = {"en": "hardness", "tests": ["硬度"]}
        kinds = {one.kind for one in concepts_of(knowledge(data).fields) if one.zh == "硬度"}
        assert kinds == {"test", "failure"}

    def test_keep_the_parameters_of_a_failure_in_order(self) -> None:
        concepts = Lexicon(concepts_of(knowledge().fields))
        assert concepts.concepts[concepts.number["failure", "氢脆"]].tests == ("氢脆试验", "断口分析")


def test_a_text_without_names_has_no_mentions() -> None:
    assert named("") == named("电") == named("天气不错") == []
