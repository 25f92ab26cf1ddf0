"""Publication by review: exactly the text a person released, for whom, and nothing that tells who asked."""

from __future__ import annotations

import pytest
from sqlalchemy import text as sql

from foundation.actors import Actor, Role
from foundation.audit import entries
from foundation.errors import Conflict, InvalidInput, NotAllowed
from intake import service
from intake.audience import AUDIENCES, Audience, may_see, visible_to
from intake.demand import Demand, Reading
from intake.living import step_demand
from intake.reading.record import read_draft
from intake.releasing.publishing import find_leaks, release_demand, review
from intake.releasing.released import text_hash
from tests.builders import actor
from tests.conftest import Working
from tests.releasing import release

COORDINATOR: Actor = actor("coordinator")
RAW = (
    "我们是苏州恒鑫塑业有限公司，给空调厂供塑料外壳，最近一敲就裂，想做悬臂梁冲击强度，标准GB/T 1843。"
    "联系人王建国，电话13800001111，地址：苏州市吴中区金枫路88号。"
)
CLEAN = "塑料外壳一敲就裂，想做悬臂梁冲击强度，标准GB/T 1843。"


def demand(working: Working, words: str = RAW, enterprise: str | None = "org_canary_7Q") -> Demand:
    """A confirmed demand."""
    with working(COORDINATOR) as work:
        return service.register_demand(work, read_draft("塑料外壳一敲就裂", words), enterprise=enterprise)


def test_the_reviewer_sees_both_versions_and_the_machine_s_own_is_clean(working: Working) -> None:
    one = demand(working)
    with working() as work:
        seen = review(work.session, COORDINATOR, one.id)
    assert "王建国" in seen.raw_text
    assert "王建国" not in seen.text
    assert seen.leaks == ()
    assert seen.proposed_audience == "partner"
    assert seen.hash == text_hash(seen.title, seen.text)


def test_exactly_the_edited_text_is_released_and_who_when_and_hash_are_kept(working: Working) -> None:
    one = demand(working)
    with working(COORDINATOR) as work:
        saved = release_demand(work, one.id, "外壳开裂", CLEAN, "partner", one.version)
    assert (saved.title, saved.condensed, saved.audience) == ("外壳开裂", CLEAN, "partner")
    assert saved.released_hash == text_hash("外壳开裂", CLEAN)
    assert (saved.released_by, saved.status) == (COORDINATOR.id, "published")
    with working() as work:
        (record,) = review(work.session, COORDINATOR, one.id).released
        assert (record.hash, record.is_edited, record.released_by) == (saved.released_hash, True, COORDINATOR.id)
        assert record.released_at == saved.published_at
        facts = entries(work.session, one.id)[-1].facts
        assert (facts["hash"], facts["audience"], facts["edited"]) == (saved.released_hash, "partner", True)
        (shown,) = service.released_demands(work.session)
        assert shown.text == CLEAN


@pytest.mark.parametrize(
    ("added", "kind"),
    [
        ("电话13900002222", "电话"),
        ("见 www.hengxin-plastics.com", "网址"),
        ("找王建国", "受保护的字词"),
        ("找王 建 国", "受保护的字词"),
        ("找王建國", "受保护的字词"),
        ("恒鑫的外壳", "受保护的字词"),
        ("苏州恒鑫塑业有限公司", "单位名称"),
        ("在金枫路８８号", "身份信息"),
        ("编号org_canary_7Q", "受保护的字词"),
        ("编号ORG_CANARY_7q", "受保护的字词"),
        ("联系人：李四光", "身份信息"),
    ],
)
def test_an_edit_that_tells_who_asked_is_refused_by_kind_and_place_without_the_words(
    working: Working, added: str, kind: str
) -> None:
    one = demand(working)
    with pytest.raises(InvalidInput) as refused, working(COORDINATOR) as work:
        release_demand(work, one.id, "外壳开裂", f"{CLEAN}{added}", "public", one.version)
    assert refused.value.code == "release_tells_who"
    assert refused.value.facts["field"] == "text"
    what = str(refused.value.facts["what"])
    assert kind in what
    assert f"第 {len(CLEAN) + 1}–" in what or any(f"第 {len(CLEAN) + n}–" in what for n in range(2, 6))
    for canary in ("13900002222", "王建国", "恒鑫", "canary", "金枫路", "李四光"):
        assert canary not in refused.value.text()
    with working() as work:
        assert service.get_demand(work.session, one.id) == one
        assert service.released_demands(work.session) == ()


@pytest.mark.parametrize("contact", ["王建国13800001111", "王建国经理 13800001111", "联系人：王建国，微信 wjg_1972"])
def test_a_name_that_was_given_as_a_contact_is_protected_everywhere(working: Working, contact: str) -> None:
    one = demand(working, CLEAN)
    said = Reading(field="contact", value=contact, origin="confirmed")
    known = one.model_copy(update={"draft": one.draft.model_copy(update={"readings": (*one.draft.readings, said)})})
    assert find_leaks(known, "外壳", CLEAN) == ()
    (leak,) = find_leaks(known, "外壳", CLEAN + "王建国说的")
    assert (leak.start, leak.end) == (len(CLEAN), len(CLEAN) + 3)


def test_a_title_is_checked_like_the_text(working: Working) -> None:
    one = demand(working)
    (leak,) = find_leaks(one, "恒鑫外壳开裂", CLEAN)
    assert (leak.field, leak.start, leak.end) == ("title", 0, 2)


@pytest.mark.parametrize("role", ["enterprise", "centre", "host", "association", "reviewer", "system"])
def test_only_a_coordinator_reviews_and_releases(working: Working, role: Role) -> None:
    one = demand(working)
    with pytest.raises(NotAllowed), working(actor(role)) as work:
        review(work.session, actor(role), one.id)
    with pytest.raises(NotAllowed), working(actor(role)) as work:
        release_demand(work, one.id, "外壳", CLEAN, "public", one.version)


def test_a_text_that_was_reviewed_on_an_older_version_is_not_released(working: Working) -> None:
    one = demand(working)
    with working(COORDINATOR) as work:
        release_demand(work, one.id, "外壳", CLEAN, "public", one.version)
    with pytest.raises(Conflict) as stale, working(COORDINATOR) as work:
        release_demand(work, one.id, "外壳", CLEAN + "急。", "public", one.version)
    assert stale.value.code == "changed_meanwhile"


def test_a_text_that_was_changed_past_the_review_is_not_shown(working: Working) -> None:
    one = demand(working)
    with working() as work:
        release(work, one.id)
        work.session.execute(sql("UPDATE demands SET condensed = 'canary' WHERE id = :id"), {"id": one.id})
    with working() as work:
        assert service.released_demands(work.session) == ()


def test_what_was_taken_back_is_not_shown_and_may_be_released_again(working: Working) -> None:
    one = demand(working)
    with working(COORDINATOR) as work:
        release(work, one.id)
        after = step_demand(work, one.id, "unpublish", reason="企业改主意")
        assert (after.status, after.audience) == ("confirmed", None)
        assert service.released_demands(work.session) == ()
        assert release(work, one.id).status == "published"
        assert [record.number for record in review(work.session, COORDINATOR, one.id).released] == [1, 2]


def test_a_secret_demand_and_an_empty_or_marked_text_are_refused(working: Working) -> None:
    secret = demand(working, RAW + "请保密，先签保密协议")
    with pytest.raises(Conflict) as refused, working(COORDINATOR) as work:
        release_demand(work, secret.id, "外壳", CLEAN, "parties", secret.version)
    assert refused.value.code == "demand_secret"
    one = demand(working)
    for words, code in (("  ", "text_empty"), ("机密★10年 外壳", "state_secret_refused")):
        with pytest.raises(InvalidInput) as wrong, working(COORDINATOR) as work:
            release_demand(work, one.id, "外壳", words, "public", one.version)
        assert wrong.value.code == code


def test_each_level_is_seen_by_those_it_names() -> None:
    seen: dict[Role, tuple[Audience, ...]] = {
        "enterprise": ("public",),
        "reviewer": ("public",),
        "association": ("public", "association"),
        "centre": ("public", "association", "partner"),
        "host": ("public", "association", "partner"),
        "coordinator": AUDIENCES,
    }
    for role, audiences in seen.items():
        assert visible_to(actor(role)) == audiences
        assert [one for one in AUDIENCES if may_see(actor(role), one)] == list(audiences)
        assert not may_see(actor(role), None)
