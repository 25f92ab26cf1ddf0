"""省级产品质量检验中心技术创新服务规范 (seed 000), clause 4 and 5.2.2: staff, leaders, ratios, investment.

Readings that the text leaves open are those of the requirements catalogue: D5 (4.2.1 item 1 is a 宜 under an 应
heading, so it warns), D6 (degree or title, and five years, and project or case), D7 (numerator of 40 %: professionals
in the service; denominator: all staff of the centre), D13 (the centre's staff, not the host's).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from evaluation.clauses.clause import (
    ClauseResult,
    Part,
    all_hold,
    any_holds,
    at_least_percent,
    has_years,
    in_force,
)
from evaluation.exact import ExactNumber
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence
from foundation.values import Value

Degree = Literal["none", "college", "bachelor", "master", "doctor"]
"""无 · 大专 · 本科 · 硕士 · 博士."""
Title = Literal["none", "junior", "middle", "associate_senior", "senior"]
"""无 · 初级 · 中级 · 副高 · 正高."""

_Check = Callable[[int | None, int | None], ClauseResult]
_DEGREES: tuple[Degree, ...] = ("none", "college", "bachelor", "master", "doctor")
_TITLES: tuple[Title, ...] = ("none", "junior", "middle", "associate_senior", "senior")

LEAD_YEARS = 5
STAFF_YEARS = 3
SERVICE_SHARE_PERCENT = 40
ADVANCED_SHARE_PERCENT = 20
INVESTMENT_PERCENT = 10


class StaffMember(Value):
    """What the rules need to know of a person of the centre; ``None`` means that nobody has said.

    ``degree_relevant``: the degree is in a subject of the service field. Work is given by its first day (``…_since``)
    or, without one, in years (decimals allowed). ``is_professional``: 专业技术人员. ``serves``: works in the innovation
    service. ``led_project``: 市厅级及以上科研项目; ``enterprise_case``: 服务企业技术开发实例.
    """

    id: str
    degree: Degree | None = None
    degree_relevant: bool | None = None
    title: Title | None = None
    inspection_since: date | None = None
    inspection_years: ExactNumber | None = None
    relevant_since: date | None = None
    relevant_years: ExactNumber | None = None
    is_professional: bool | None = None
    serves: bool | None = None
    led_project: bool | None = None
    enterprise_case: bool | None = None


class Leader(Value):
    """A principal leader of the centre in charge of the service, from a day on, until the day before ``until``."""

    person: str
    since: date
    until: date | None = None

    def is_active(self, on: date) -> bool:
        """Whether the person is in charge on this day."""
        return in_force(self.since, self.until, on)


def check_lead(lead: StaffMember, on: date) -> ClauseResult:
    """S0-08, 4.2.1 1), should: master or associate-senior title; five years; project or enterprise case."""
    years = has_years(lead.inspection_since, lead.inspection_years, LEAD_YEARS, on)
    parts = (
        Part(id="degree_or_title", holds=_is_advanced(lead), says=sentence("硕士及以上学历或副高及以上职称")),
        Part(id="years", holds=years, says=sentence("{years} 年以上质检相关工作经历", years=LEAD_YEARS)),
        Part(
            id="experience",
            holds=any_holds((lead.led_project, lead.enterprise_case)),
            says=sentence("市厅级及以上科研项目或服务企业技术开发实例经验"),
        ),
    )
    holds = all_hold(part.holds for part in parts)
    count = [part.holds for part in parts].count(holds)
    words = {
        True: sentence("项目负责人符合条件"),
        False: sentence("项目负责人宜具备的条件有 {count} 项未具备", count=count),
        None: sentence("项目负责人的条件有 {count} 项缺少数据，无法判断", count=count),
    }
    inputs = {
        "degree": lead.degree,
        "title": lead.title,
        "inspection_since": _day(lead.inspection_since),
        "inspection_years": _plain(lead.inspection_years),
        "led_project": _yes_no(lead.led_project),
        "enterprise_case": _yes_no(lead.enterprise_case),
        "on": on.isoformat(),
    }
    return ClauseResult.judged(
        holds,
        "should",
        requirement="S0-08",
        clause="4.2.1 1)",
        subject=lead.id,
        says=words[holds],
        inputs=inputs,
        parts=parts,
    )


def check_staff_member(member: StaffMember, on: date) -> ClauseResult:
    """S0-10, 4.2.2 1), shall: a relevant bachelor degree or above, or three years of relevant work."""
    bachelor = _at_least(member.degree, "bachelor", _DEGREES)
    parts = (
        Part(
            id="degree",
            holds=all_hold((bachelor, member.degree_relevant)),
            says=sentence("相关专业本科及以上学历"),
        ),
        Part(
            id="years",
            holds=has_years(member.relevant_since, member.relevant_years, STAFF_YEARS, on),
            says=sentence("{years} 年以上相关工作经验", years=STAFF_YEARS),
        ),
    )
    holds = any_holds(part.holds for part in parts)
    words = {
        True: sentence("服务人员符合条件"),
        False: sentence("服务人员既无相关专业本科学历，又不足 {years} 年相关工作经验", years=STAFF_YEARS),
        None: sentence("缺少学历或经验数据，无法判断"),
    }
    inputs = {
        "degree": member.degree,
        "degree_relevant": _yes_no(member.degree_relevant),
        "relevant_since": _day(member.relevant_since),
        "relevant_years": _plain(member.relevant_years),
        "on": on.isoformat(),
    }
    return ClauseResult.judged(
        holds,
        "shall",
        requirement="S0-10",
        clause="4.2.2 1)",
        subject=member.id,
        says=words[holds],
        inputs=inputs,
        parts=parts,
    )


def check_service_share(professionals: int | None, staff: int | None) -> ClauseResult:
    """S0-11, 4.2.2 2), shall: professionals in the innovation service are at least 40 % of the centre's staff."""
    _not_more(professionals, staff)
    return _ratio(
        "S0-11",
        professionals,
        staff,
        SERVICE_SHARE_PERCENT,
        sentence("从事技术创新服务的专业技术人员 {part} 人，中心总人数 {whole} 人", part=professionals, whole=staff),
    )


def check_advanced_share(advanced: int | None, serving: int | None) -> ClauseResult:
    """S0-12, 4.2.2 2), shall: master or associate-senior and above are at least 20 % of the service staff."""
    _not_more(advanced, serving)
    return _ratio(
        "S0-12",
        advanced,
        serving,
        ADVANCED_SHARE_PERCENT,
        sentence("硕士以上或副高以上 {part} 人，技术创新服务人员 {whole} 人", part=advanced, whole=serving),
    )


def check_staff_register(centre: str, staff: Sequence[StaffMember], on: date) -> tuple[ClauseResult, ...]:
    """S0-10 for everyone in the service, S0-11 and S0-12 for the centre, from its dated staff register.

    Where some facts are missing, a ratio still passes when the known people suffice, and still fails when it would
    fall short even if every gap were favourable; only in between is it unknown. A person with both degree and title
    counts once.
    """
    serving = [member for member in staff if member.serves]
    open_service = [member for member in staff if member.serves is None]
    in_service = [all_hold((member.serves, member.is_professional)) for member in staff]
    advanced = [all_hold((member.is_professional, _is_advanced(member))) for member in serving]
    share = _bounded(check_service_share, in_service, len(staff) if staff else None)
    grade = _bounded(check_advanced_share, advanced, len(serving) if serving and not open_service else None)
    people = tuple(check_staff_member(member, on) for member in sorted(serving, key=lambda member: member.id))
    return (*people, *(result.model_copy(update={"subject": centre}) for result in (share, grade)))


def check_investment(year: int, investment: Mapping[int, Decimal], income: Mapping[int, Decimal]) -> ClauseResult:
    """S0-15, 4.3.3, should: new inspection equipment of the year >= 10 % of the testing income of the year before.

    Both ledgers are amounts by calendar year, in the same unit.
    """
    spent, earned = investment.get(year), income.get(year - 1)
    holds = at_least_percent(spent, earned, INVESTMENT_PERCENT)
    facts = {"year": year, "spent": _plain(spent), "before": year - 1, "earned": _plain(earned)}
    words = sentence("{year} 年新增装备投资 {spent}，{before} 年检验检测收入 {earned}", **facts)
    if holds is None:
        words = sentence("缺少 {year} 年新增装备投资或 {before} 年检验检测收入，无法判断", year=year, before=year - 1)
    return ClauseResult.judged(
        holds,
        "should",
        requirement="S0-15",
        clause="4.3.3",
        subject=str(year),
        says=words,
        inputs={"investment": _plain(spent), "income": _plain(earned), "percent": INVESTMENT_PERCENT},
    )


def check_leader(centre: str, leaders: Sequence[Leader] | None, on: date) -> ClauseResult:
    """S0-22, 5.2.2, shall: exactly one principal leader is in charge; ``None`` when there is no record at all."""
    active = None if leaders is None else sorted({leader.person for leader in leaders if leader.is_active(on)})
    holds = None if active is None else len(active) == 1
    words = sentence("没有负责人记录，无法判断")
    if active is not None:
        words = sentence("负责技术创新服务管理的中心主要负责人有 {count} 名，应为 1 名", count=len(active))
    return ClauseResult.judged(
        holds,
        "shall",
        requirement="S0-22",
        clause="5.2.2",
        subject=centre,
        says=words,
        inputs={"active": None if active is None else len(active), "on": on.isoformat()},
    )


def _ratio(requirement: str, part: int | None, whole: int | None, percent: int, words: Sentence) -> ClauseResult:
    holds = at_least_percent(part, whole, percent)
    if holds is None:
        words = sentence("缺少人数，或总人数为零，无法判断")
    return ClauseResult.judged(
        holds,
        "shall",
        requirement=requirement,
        clause="4.2.2 2)",
        subject="",
        says=words,
        inputs={"part": part, "whole": whole, "percent": percent},
    )


def _bounded(check: _Check, answers: Sequence[bool | None], whole: int | None) -> ClauseResult:
    """The ratio with gaps counted against and for it; unknown when the two disagree."""
    least, most = answers.count(True), len(answers) - answers.count(False)
    low = check(least if whole is not None else None, whole)
    if least == most or whole is None:
        return low
    high = check(most, whole)
    if low.outcome == high.outcome:
        return low if low.outcome == "pass" else high
    return check(None, whole)


def _is_advanced(member: StaffMember) -> bool | None:
    """硕士（含）以上学历或副高以上职称."""
    return any_holds(
        (_at_least(member.degree, "master", _DEGREES), _at_least(member.title, "associate_senior", _TITLES))
    )


def _at_least(have: str | None, needed: str, scale: Sequence[str]) -> bool | None:
    return None if have is None else scale.index(have) >= scale.index(needed)


def _not_more(part: int | None, whole: int | None) -> None:
    if part is not None and whole is not None and whole > 0 and part > whole:
        raise InvalidInput(
            "ratio_above_one", "其中人数 {part} 不能多于总人数 {whole}", field="part", part=part, whole=whole
        )


def _yes_no(answer: bool | None) -> str | None:
    return None if answer is None else "yes" if answer else "no"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")
