"""A proposed team for a person to read: names looked up, one line, and a sentence for each member."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from foundation.language import Language, Sentence, sentence, translate
from foundation.values import Value
from matcher.team_proposal import Contribution, Need, TeamProposal

ROLES = {
    "lead": "组长",
    "staff": "成员",
    "pool": "专家库",
    "partner": "联合单位",
    "instrument": "设备",
    "row": "附表",
}
_THINGS = ("instrument", "row")


class NeedAnswer(Value):
    """Something the demand needs of a team, why, and whether the enterprise asked for it."""

    id: str
    name: str
    is_asked: bool
    says: str


class MemberAnswer(Value):
    """A member, instrument or row of a team. ``only`` are the needs that are uncovered without it."""

    id: str
    name: str
    role: str
    says: str
    covers: tuple[str, ...]
    only: tuple[str, ...]


class TeamAnswer(Value):
    """A proposed team in words; nobody is appointed by it."""

    line: str
    lead: str | None
    members: tuple[MemberAnswer, ...]
    uncovered: tuple[NeedAnswer, ...]
    notes: tuple[str, ...]


def ids_in(team: TeamProposal) -> set[str]:
    """Ids of people and centres whose names are wanted to tell of a team."""
    facts = {value for note in team.notes for value in note.facts.values() if isinstance(value, str)}
    members = {one.id for one in team.members} | {one.centre_id for one in team.members if one.centre_id}
    return members | set(team.partners.values()) | facts


def team_answer(team: TeamProposal, names: Mapping[str, str], language: Language) -> TeamAnswer:
    """A team told in one language; ``names`` are those of people and centres by id."""
    needs = {need.id: need for need in team.needs}

    def named(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(translate(needs[one].name, language) for one in ids)

    return TeamAnswer(
        line=team_line(team, names, language),
        lead=team.lead,
        members=tuple(
            MemberAnswer(
                id=one.id,
                name=_name(one, names),
                role=translate(ROLES[one.role], language),
                says=_told(one.says, names).text(language),
                covers=named(one.covers),
                only=named(one.only),
            )
            for one in team.members
        ),
        uncovered=tuple(_need(needs[one], language) for one in team.uncovered),
        notes=tuple(_told(note, names).text(language) for note in team.notes),
    )


def team_line(team: TeamProposal, names: Mapping[str, str], language: Language) -> str:
    """The team in one line: who leads, who else, with what; what is missing, and whom to ask for it."""
    people = [one for one in team.members if one.role not in _THINGS]
    things = [_name(one, names) for one in team.members if one.role in _THINGS]
    who = [] if team.lead else [translate("没有组长", language)]
    for one in people:
        role = translate(ROLES[one.role], language)
        who.append(f"{role} {_name(one, names)}" if one.role in ("lead", "staff") else f"{_name(one, names)}（{role}）")
    if things:
        who.append("、".join(things))
    return "；".join((" · ".join(who), *_missing(team, names, language)))


def _missing(team: TeamProposal, names: Mapping[str, str], language: Language) -> Iterator[str]:
    """What another centre could do, by centre; then what was asked for and nobody found can do."""
    needs = {need.id: need for need in team.needs}
    by_centre: dict[str, list[str]] = {}
    for one in team.uncovered:
        if one in team.partners:
            by_centre.setdefault(team.partners[one], []).append(translate(needs[one].name, language))
    for centre, missed in by_centre.items():
        facts = {"needs": "、".join(missed), "centre": names.get(centre, centre)}
        yield sentence("缺{needs} → 建议联合{centre}", **facts).text(language)
    rest = [needs[one] for one in team.missing if one not in team.partners]
    if rest:
        yield sentence("缺{needs}", needs="、".join(translate(one.name, language) for one in rest)).text(language)


def _need(need: Need, language: Language) -> NeedAnswer:
    return NeedAnswer(
        id=need.id, name=translate(need.name, language), is_asked=need.is_asked, says=need.says.text(language)
    )


def _name(one: Contribution, names: Mapping[str, str]) -> str:
    return one.label or names.get(one.id, one.id)


def _told(said: Sentence, names: Mapping[str, str]) -> Sentence:
    """The sentence with ids of people and centres replaced by their names."""
    facts = {key: names.get(value, value) if isinstance(value, str) else value for key, value in said.facts.items()}
    return said.model_copy(update={"facts": facts})
