"""The closed lists hold what the source documents name, no more and no less."""

from __future__ import annotations

from intake.fields import SERVICE_CATEGORIES
from kb.vocabulary import vocabulary


def test_there_are_seven_services_with_thirty_one_named_subtypes() -> None:
    services = vocabulary().services
    assert tuple(kind.name for kind in services) == SERVICE_CATEGORIES
    assert [len(kind.subtypes) for kind in services] == [0, 4, 5, 0, 8, 5, 9]
    assert len({subtype for kind in services for subtype in kind.subtypes}) == 31


def test_a_subtype_leads_to_its_service() -> None:
    kind = vocabulary().service_of_subtype("在役失效分析")
    assert kind is not None
    assert (kind.id, kind.requirement) == ("quality_evaluation", "S0-31")
    assert vocabulary().service_of_subtype("没有这种") is None


def test_five_life_cycle_stages_four_elements_and_two_qualifications() -> None:
    words = vocabulary()
    assert len(words.life_cycle_stages) == 5
    assert words.quality_infrastructure == ("检验检测", "认证", "计量", "标准")
    assert set(words.qualification_kinds) == {"CMA", "CNAS"}
    assert (len(words.platform_fields), len(words.metrology_fields)) == (6, 8)


def test_every_industry_is_tied_to_a_section_and_its_divisions() -> None:
    words = vocabulary()
    first = {"A": 1, "B": 6, "C": 13, "D": 44, "E": 47, "F": 51, "G": 53, "H": 61, "I": 63, "J": 66, "K": 70, "L": 71}
    first |= {"M": 73, "N": 76, "O": 80, "P": 83, "Q": 84, "R": 86, "S": 91, "T": 97}
    assert list(words.industry_sections) == list(first)
    sections = list(first)
    for industry in words.industries:
        following = sections[sections.index(industry.section) + 1 :]
        end = first[following[0]] if following else 98
        assert all(first[industry.section] <= int(division) < end for division in industry.divisions), industry.name
        assert industry.divisions
    assert len({industry.name for industry in words.industries}) == len(words.industries)


def test_industries_are_read_out_of_a_text() -> None:
    found = vocabulary().industries_in("我们做锂电池和储能，外壳用铝合金")
    assert [industry.name for industry in found] == ["新能源电池", "有色金属"]
