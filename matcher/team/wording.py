"""What a team proposal says: what each member is there for, what the clauses still ask, what stays uncovered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from foundation.language import Sentence, sentence
from matcher.matchlist import Hit
from matcher.surroundings import Instrument, Person
from matcher.team_proposal import Need, TeamRole

MODES = {"full_time": "全职", "project_cooperation": "项目合作", "joint_research": "科研攻关", "consulting": "顾问咨询"}
"""How a person takes part (S0-28)."""


def names_of(needs: Sequence[Need]) -> str:
    """The needs in one line."""
    return "、".join(dict.fromkeys(need.name for need in needs))


def label(what: Person | Instrument | Hit) -> str:
    """What it is called; nothing for a person, whose name is looked up when it is shown."""
    return "" if isinstance(what, Person) else what.title if isinstance(what, Hit) else what.name


def contribution(what: Person | Instrument | Hit, role: TeamRole, covers: Sequence[Need], *, is_own: bool) -> Sentence:
    """What this one is there for."""
    done = names_of(covers)
    if isinstance(what, Hit):
        return sentence("附表有这一项，能做{done}；设备台账里没有登记能测的设备（4.3.1）", done=done)
    if isinstance(what, Instrument):
        if is_own:
            return sentence("能测{done}", done=done)
        return sentence("由{centre}共享，能测{done}", centre=what.centre_id, done=done)
    if role == "partner":
        return sentence(
            "由{centre}派出，联合服务：{works_on}；负责{done}",
            centre=what.centre_id,
            works_on=what.works_on,
            done=done,
        )
    if role == "lead":
        return sentence("{works_on}；负责{done}；符合4.2.1 1)", works_on=what.works_on, done=done)
    if what.centre_id is None or what.mode != "full_time":
        return sentence(
            "以{mode}方式参加：{works_on}；负责{done}", mode=MODES[what.mode], works_on=what.works_on, done=done
        )
    return sentence("{works_on}；负责{done}", works_on=what.works_on, done=done)


def about_lead(lead: object | None, own: Sequence[Person]) -> Sentence:
    """What 4.2.1 still asks: the attestation for a lead (S0-09); without one, who comes nearest and lacks what."""
    if isinstance(lead, Person):
        return sentence("部门负责人须书面证明组长{person}符合4.2.1 2)", person=lead.id)
    nearest = min(
        (person for person in own if person.may_serve is True and person.lacks),
        key=lambda person: (len(person.lacks), person.id),
        default=None,
    )
    if nearest is None:
        return sentence("登记的人员中没有人可依4.2.1 1)任组长")
    return sentence(
        "没有人可依4.2.1 1)任组长：{person}还缺{lacking}", person=nearest.id, lacking="、".join(nearest.lacks)
    )


def no_second() -> Sentence:
    """A project group is more than its lead (S0-06)."""
    return sentence("项目组还须有一名以上成员（4.1.2），登记的人员中没有合适的")


def barred(person: Person, need: Need) -> Sentence:
    """Who could cover a need and may not serve (S0-10)."""
    if person.may_serve is None:
        return sentence(
            "{person}的方向对得上“{need}”，但缺少4.2.2 1)的数据，不能列入", person=person.id, need=need.name
        )
    return sentence("{person}的方向对得上“{need}”，但不符合4.2.2 1)，不能列入", person=person.id, need=need.name)


def uncovered(needs: Sequence[Need], partners: Mapping[str, str]) -> Iterator[Sentence]:
    """What stays open: each need that another centre could do (S2-18) or that was asked for; the others in one line."""
    for need in needs:
        if need.id in partners:
            yield sentence("缺“{need}”：{centre}能做，建议联合", need=need.name, centre=partners[need.id])
        elif need.is_asked:
            yield sentence("缺“{need}”：找到的中心和专家库里都没有", need=need.name)
    others = [need for need in needs if not need.is_asked and need.id not in partners]
    if others:
        yield sentence("可能用得上、还没有找到谁能做的：{needs}", needs=names_of(others))


def too_large(count: int) -> Sentence:
    """The solver met its limit: no team rather than one that may not be the best."""
    return sentence("需要的项目太多（{count} 项），算不出确定最好的项目组，请分开提出", count=count)
