"""What was said to the enterprise is told to the coordinator about it; what somebody wrote stays as it is."""

from __future__ import annotations

import re

import pytest

from api.aside import aside
from foundation.language import LOCALE, Language, sentence, translate

WRITTEN = sentence("您说的“{quote}”像是“{failure}”", quote="您家的壳子 you know", failure="冲击韧性不足")
REFUSED = sentence("附表这一行没有您要的标准 {asked}", asked="GB/T 1843")
NEWER = sentence("您写的是 {asked}，附表是更新的 {held}：按新版做要先与您确认", asked="A", held="B")


def test_the_enterprise_is_called_so_and_its_own_words_are_left() -> None:
    assert aside(WRITTEN) == "企业说的“您家的壳子 you know”像是“冲击韧性不足”"
    assert aside(REFUSED) == "附表这一行没有企业要的标准 GB/T 1843"
    assert aside(NEWER) == "企业写的是 A，附表是更新的 B：按新版做要先与企业确认"


def test_in_english_too_with_the_verb_that_goes_with_it() -> None:
    assert aside(REFUSED, "en").endswith("does not cite the standard the enterprise wants, GB/T 1843")
    assert aside(WRITTEN, "en").startswith("The enterprise's “您家的壳子 you know” sounds like")
    assert aside(NEWER, "en").startswith("The enterprise wrote A, ")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_sentence_of_the_matcher_is_said_to_the_coordinator_as_if_they_had_asked(language: Language) -> None:
    from babel.messages.pofile import read_po

    told = []
    for path in sorted((LOCALE / "en").glob("matcher*.po")):
        with path.open("rb") as source:
            told += [aside(sentence(str(one.id)), language) for one in read_po(source) if one.id]
    assert len(told) > 100
    assert [one for one in told if re.search(r"您|\byour?\b|enterprise (?:want|ask|call|need|wish)\b", one, re.I)] == []


def test_a_sentence_that_speaks_to_nobody_is_told_as_it_is() -> None:
    one = sentence("附表引用了您提到的标准")
    assert translate("检测项目", "en") == aside(sentence("检测项目"), "en")
    assert aside(one) == "附表引用了企业提到的标准"
