"""A whole engagement through a real server: an enterprise talks, two coordinators have keys, every party its own link.

Everything goes over HTTP: papers, files, invitations, facts, the pack. Only the stars are worked out from those facts
beside it, by the evaluation, which needs neither server nor database.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import httpx
import pytest

from api.wiring import House
from foundation.clock import SetClock
from foundation.settings import Coordinator
from tests.api.commands import entered
from tests.browser.conftest import serving

pytestmark = pytest.mark.slow

Json = dict[str, Any]
WORDS = (
    "塑料外壳一敲就裂，PC/ABS料注塑的，装到车上三个月卡扣断了，200个里坏了20个，想查断裂原因，"
    "做缺口冲击强度和熔体质量流动速率，新旧料对比，一个月内要结论，预算两万。"
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KEYS = {"li": "key-of-li-for-tests-only", "wang": "key-of-wang-for-tests-only"}
NAMES = {"enterprise": "王经理", "centre": "沈工", "host": "李院长", "reviewer": "评审甲"}
CRITERIA = [
    {"id": "impact", "quantity": "改进件悬臂梁缺口冲击强度", "comparison": "≥", "limit": "16.0", "unit": "kJ/m²",
     "method": "GB/T 1843", "sample": "改进料同批 10 件"},
    {"id": "ash", "quantity": "改进料灰分", "comparison": "≤", "limit": "1.00", "unit": "%", "method": "GB/T 9345.1",
     "sample": "改进料粒子 3 份"},
]  # fmt: skip
OFFER: Json = {
    "scope": "PC/ABS 外壳断裂的失效分析：给出原因，验证改进件", "price": "19800.00", "finish_by": "2025-06-30",
    "intellectual_property": "报告归委托方", "level": "internal", "criteria": CRITERIA,
    "deliverables": ["失效分析报告"],
}  # fmt: skip
TEAM: Json = {
    "lead": {"id": "exp_lead", "name": "沈工", "degree": "master", "degree_relevant": True, "title": "middle",
             "inspection_since": "2012-07-01", "relevant_since": "2012-07-01", "led_project": True},
    "staff": [{"id": "exp_staff", "name": "小林", "degree": "bachelor", "degree_relevant": True}],
    "attestation": {"by": "部门负责人", "on": "2025-03-10"},
}  # fmt: skip
PLAN: Json = {
    "work": "断口、冲击、熔指、红外、灰分", "resources": "摆锤冲击试验机、熔指仪", "risks": "粒子可能混批",
    "method_status": "standard", "milestones": [{"name": "初步结论", "due": "2025-04-30"}],
    "reviewers": [{"id": "rev_1", "name": "评审甲", "organisation": "示范·某大学", "has_conflict": False}],
}  # fmt: skip
TRAINING: Json = {"topic": "取样", "on": "2025-03-10", "hours": "2", "trainer": "沈工", "trainees": ["王经理"]}
REVIEWED = dict.fromkeys(("capability", "scope", "secrecy", "impartiality"), True)


@dataclass(frozen=True)
class Speaker:
    """Somebody who speaks to the server with a key or a link of their own."""

    line: httpx.Client

    def get(self, path: str) -> Any:
        answer = self.line.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Json | None = None) -> Any:
        answer = self.line.post(path, json=body or {})
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def read(self, path: str, kind: str, **query: Any) -> bytes:
        """A file to be saved, by a door that lets nobody keep it on the way."""
        answer = self.line.get(path, params=query)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == kind
        assert answer.headers["content-disposition"].startswith("attachment; ")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "no-store" in answer.headers["cache-control"]
        return answer.content

    def hand_in(self, project: str, name: str, content: bytes) -> str:
        """A file of the project; its SHA-256."""
        answer = self.line.post(f"/engagements/{project}/files", files={"file": (name, content)})
        assert answer.status_code == 201, answer.text
        assert answer.json()["sha256"] == hashlib.sha256(content).hexdigest()
        return str(answer.json()["sha256"])

    def take(self, project: str, event: str, **facts: Any) -> Json:
        """A step that the server itself offers now, on the version that is shown."""
        seen = self.get(f"/engagements/{project}")
        assert event in [one["event"] for one in seen["actions"] if one["is_ready"]], (event, seen["actions"])
        told: Json = self.post(
            f"/engagements/{project}/steps/{event}", {"version": seen["engagement"]["version"], **facts}
        )
        return told


@pytest.fixture
def doors(house: House) -> Iterator[Any]:
    """``doors(token)`` – somebody at the door of the running server, with this key or link; nobody without one."""
    house.settings = house.settings.model_copy(
        update={"coordinators": tuple(Coordinator(id=id, name=id, key=key) for id, key in KEYS.items())}  # type: ignore[arg-type]
    )
    with ExitStack() as stack, serving(house) as address:

        def door(token: str = "") -> Speaker:
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            line = httpx.Client(base_url=address, headers=headers, trust_env=False, timeout=60)
            return Speaker(stack.enter_context(line))

        yield door


def test_an_engagement_with_a_failed_talk_review_and_acceptance_ends_in_stars_and_a_proof(
    doors: Any, clock: SetClock, tmp_path: Path
) -> None:
    nobody, li, wang = doors(), doors(KEYS["li"]), doors(KEYS["wang"])

    demand = confirmed(nobody, li)
    best, second, *_ = candidates(li, demand)
    first = accepted(li, second, reason_code="hindrance_settled", note="依托单位正在申请保密资格")
    talks_that_fail(doors, li, first)
    project = accepted(wang, next(one for one in candidates(wang, demand) if one["id"] == best["id"]))
    party = {role: with_link(doors, li, project, role) for role in NAMES}
    assert nobody.line.get(f"/engagements/{project}").status_code == 404

    digest = agreed(party, li, project, ["19800.00", "17800.00"])
    signed(party, project, digest)
    reviewed_twice(party, project)
    amended(party, li, project)
    accepted_after_rework(party, project)
    surveyed(doors, li, nobody, project)
    reported(doors, li, project, clock)
    starred(li, party["host"], project, tmp_path)
    packed(li, party, project)

    log = party["enterprise"].get(f"/engagements/{project}/log")
    assert log["is_unbroken"] is True
    known = set(log["names"].values())
    assert set(NAMES.values()) - known == {NAMES["reviewer"]}, "an enterprise sees what was found, not by whom"
    for reader in (li, party["centre"], party["host"]):
        assert set(NAMES.values()) <= set(reader.get(f"/engagements/{project}/log")["names"].values())
    assert all(one["place"] == "done" for one in party["host"].get(f"/engagements/{project}")["steps"][:8])


def confirmed(enterprise: Speaker, desk: Speaker) -> str:
    """The enterprise says it in its own words and confirms what was understood; the desk has it matched."""
    talk = enterprise.post("/conversations", {"enterprise": "示范·远川电器有限公司"})["id"]
    reply = enterprise.post(f"/conversations/{talk}/messages", {"text": WORDS})["reply"]
    assert "PC/ABS" in str(reply["understood"]) or "PC" in str(reply["understood"])
    demand: str = enterprise.post(f"/conversations/{talk}/confirm")["id"]
    assert enterprise.line.get("/reviews").status_code == 403
    found = desk.post(f"/demands/{demand}/matches")["candidates"]
    assert len(found) >= 2
    return demand


def candidates(desk: Speaker, demand: str) -> list[Json]:
    """Who is up for review, the best first."""
    return [one["candidate"] for one in desk.get(f"/reviews/{demand}")["candidates"]]


def accepted(desk: Speaker, candidate: Json, **why: str) -> str:
    """A coordinator accepts, which opens the project."""
    decision = {"decision": "accept", "version": candidate["version"], **why}
    decided = desk.post(f"/matches/{candidate['id']}/decision", decision)
    assert decided["state"] == "accepted"
    return str(decided["engagement_id"])


def with_link(doors: Any, desk: Speaker, project: str, role: str) -> Speaker:
    """A person of the party with the link that the desk gave them."""
    given = desk.post(f"/engagements/{project}/links", {"role": role, "person": NAMES[role]})
    speaker: Speaker = doors(given["token"])
    return speaker


def talks_that_fail(doors: Any, desk: Speaker, project: str) -> None:
    centre = with_link(doors, desk, project, "centre")
    desk.take(project, "start", contacts={"enterprise": "王经理", "centre": "苏工"})
    centre.take(project, "say", message={"side": "centre", "text": "依托单位还没有保密资格，签不了"})
    assert desk.take(project, "try_next", reason="依托单位没有保密资格")["engagement"]["state"] == "returned"


def agreed(party: dict[str, Speaker], desk: Speaker, project: str, prices: list[str]) -> str:
    """Offer by offer until both sides say yes to the same digest; what it is."""
    enterprise, centre, host = party["enterprise"], party["centre"], party["host"]
    if desk.get(f"/engagements/{project}")["engagement"]["state"] == "raised":
        desk.take(project, "start", contacts={"enterprise": "王经理", "centre": "沈工"})
    offer = OFFER | {"party": desk.get(f"/engagements/{project}")["engagement"]["host_id"]}
    for price in prices:
        told = centre.take(project, "make_offer", offer=offer | {"price": price})
    digest: str = told["offer_digest"]
    stale = enterprise.line.post(
        f"/engagements/{project}/steps/confirm_offer",
        json={"version": told["engagement"]["version"], "side": "enterprise", "digest": "0" * 64},
    )
    assert (stale.status_code, stale.json()["facts"]["guard"]) == (409, "confirms_latest_offer")
    enterprise.take(project, "confirm_offer", side="enterprise", digest=digest)
    host.take(project, "confirm_offer", side="host", digest=digest)
    centre.take(project, "review_contract", contract_review=REVIEWED)
    if "check_scope" in [one["event"] for one in desk.get(f"/engagements/{project}")["actions"] if one["is_ready"]]:
        check = {"by": "李工", "capacity": "coordinator", "is_inside": True}
        desk.take(project, "check_scope", scope_check=check, reason="与附表逐行核对，都在批准范围内")
    host.take(project, "sign", signatories={"enterprise": "王总", "host": "李院长"})
    return digest


def signed(party: dict[str, Speaker], project: str, digest: str) -> None:
    """The agreement as a paper that says the digest, and both sides' copies of it; the panel gets neither."""
    enterprise, host = party["enterprise"], party["host"]
    at = f"/engagements/{project}/agreement"
    (change,) = enterprise.get(f"/engagements/{project}/offers/changes?before=1&after=2")
    assert change["text"] == "价格（元）：由“19800.00”改为“17800.00”"
    draft = docx.Document(io.BytesIO(enterprise.read(at, DOCX)))
    assert digest in "".join(one.text for one in draft.sections[0].footer.paragraphs)
    paper = host.read(at, "application/pdf", format="pdf", version=1)
    assert paper.startswith(b"%PDF-")
    sha256 = host.hand_in(project, "协议.pdf", paper)
    for side, person in (("enterprise", "王总"), ("host", "李院长")):
        copy = {"side": side, "signed_by": person, "signed_on": "2025-03-10", "digest": digest, "sha256": sha256}
        party[side].take(project, "attach_signed_copy", signed_copy=copy)
    assert enterprise.read(f"/engagements/{project}/files/{sha256}", "application/pdf") == paper
    assert party["reviewer"].line.get(at).status_code == 403
    assert party["reviewer"].line.get(f"/engagements/{project}/files/{sha256}").status_code == 404


def reviewed_twice(party: dict[str, Speaker], project: str) -> None:
    """The panel is not content with the plan; the plan is changed, and it is."""
    centre, panel = party["centre"], party["reviewer"]
    centre.take(project, "assign_team", team=TEAM)
    centre.take(project, "submit_plan", plan=PLAN)
    against = [{"reviewer_id": "rev_1", "is_in_favour": False, "text": "新旧料各 5 件太少"}]
    back = panel.take(project, "fail_to_team", opinions=against, code="plan", reason="样品太少")
    assert back["engagement"]["state"] == "team_formed"
    passed(party, project, "粒子可能混批：新旧料各 10 件，分袋取样")
    done = {"name": "初步结论", "progress": "done", "on": "2025-03-10"}
    centre.take(project, "report_milestone", milestone=done)
    right = {"training": TRAINING | {"hours": "3", "corrects": 1}, "reason": "少记了一小时"}
    centre.take(project, "record_training", training=TRAINING)
    assert [one["hours"] for one in centre.take(project, "record_training", **right)["engagement"]["trainings"]] == [
        "3"
    ]


def passed(party: dict[str, Speaker], project: str, risks: str) -> None:
    party["centre"].take(project, "submit_plan", plan=PLAN | {"risks": risks})
    in_favour = [{"reviewer_id": "rev_1", "is_in_favour": True, "text": "可以开展"}]
    assert party["reviewer"].take(project, "pass_review", opinions=in_favour)["engagement"]["state"] == "in_service"


def amended(party: dict[str, Speaker], desk: Speaker, project: str) -> None:
    """A second version: agreed, signed, staffed and reviewed again."""
    party["enterprise"].take(project, "request_change", reason="客户加了低温冲击")
    agreed(party, desk, project, ["18800.00"])
    party["centre"].take(project, "assign_team", team=TEAM)
    passed(party, project, "粒子可能混批：分袋取样")


def accepted_after_rework(party: dict[str, Speaker], project: str) -> None:
    """One criterion fails, acceptance is refused by name, the result is reworked and passes."""
    centre, enterprise = party["centre"], party["enterprise"]
    for version, impact in enumerate(("14.1", "18.4"), 1):
        report = f"失效分析报告第 {version} 版".encode()
        sha256 = centre.hand_in(project, f"报告{version}.txt", report)
        centre.take(project, "hand_in", deliverable={"name": "失效分析报告", "sha256": sha256})
        centre.take(project, "deliver")
        measured = [
            {"criterion_id": "impact", "value": impact, "unit": "kJ/m²", "expanded_uncertainty": "0.9"},
            {"criterion_id": "ash", "value": "0.42", "unit": "%", "expanded_uncertainty": "0.05"},
        ]
        told = centre.take(project, "record_measurement", measurements=measured)
        if version == 1:
            now = {"version": told["engagement"]["version"], "is_solved": True}
            refused = enterprise.line.post(f"/engagements/{project}/steps/accept", json=now)
            assert refused.status_code == 409
            assert "冲击强度：实测 14.1" in refused.json()["title"]
            enterprise.take(project, "rework", reason="冲击强度没有达到 16.0")
    ended = enterprise.take(project, "accept", is_solved=True)["engagement"]
    assert (ended["state"], ended["end_reason"], ended["rework_count"]) == ("closed", "completed", 1)


def invited(doors: Any, desk: Speaker, project: str, **asked: Any) -> tuple[Speaker, str]:
    """Whoever holds the invitation, and the page that asks the same."""
    given = desk.post(f"/engagements/{project}/invitations", asked)
    return doors(given["token"]), given["path"]


def surveyed(doors: Any, desk: Speaker, enterprise: Speaker, project: str) -> None:
    holder, path = invited(doors, desk, project, purpose="survey")
    assert "总的来说" in holder.get("/invitation")["questions"][0]["words"]
    answer = {"overall": 5, "value_for_money": 4}
    for _ in range(2):
        assert holder.post("/invitation/survey", answer)["engagement_id"] == project, "pressed twice is one answer"
    assert holder.line.post("/invitation/survey", json=answer | {"overall": 1}).status_code == 404
    assert enterprise.line.get(path).status_code == 404, "a used link is like none, on the page too"


def reported(doors: Any, desk: Speaker, project: str, clock: SetClock) -> None:
    """Three months later the effects are asked for, and reported with what shows them."""
    clock.advance(timedelta(days=100))
    assert [one["engagement_id"] for one in desk.get("/engagements/followups")] == [project]
    holder, _ = invited(doors, desk, project, purpose="effect", month=3)
    proof = holder.line.post("/invitation/files", files={"file": ("电费单.txt", "少用 12.5 万元".encode())})
    saved = {"kind": "cost_saved", "amount": "12.5", "unit": "万元", "first": "2025-03-10", "last": "2025-06-10"}
    holder.post("/invitation/effects", {"month": 3, "effects": [saved | {"evidence": proof.json()["sha256"]}]})
    assert desk.get("/engagements/followups") == []


def starred(desk: Speaker, host: Speaker, project: str, folder: Path) -> None:
    """The stars of what the project counted, and the archive that names their report."""
    counted = desk.get("/engagements/facts?from=2025-01-01&before=2026-01-01")
    values = counted["values"]
    assert (values["C1.3"]["numerator"], values["C3.2"]["numerator"], values["D4.1"]["votes"]["5"]) == (0, 1, 1)
    facts, records = folder / "指标.json", folder / "台账.json"
    facts.write_text(json.dumps(counted), "utf-8")
    records.write_text('{"ratings": [{"indicator": "A2.1", "value": "3.2"}]}', "utf-8")
    code, said, fault = entered(["evaluate", "assess", "--input", str(records), "--facts", str(facts), "--json"])
    assert code == 0, fault
    report = json.loads(said)
    assert report["content"]["results"]["stars"] >= 1
    kept = host.take(project, "archive", code="evaluated", assessment_id=report["sha256"])
    assert kept["engagement"]["state"] == "archived"


def packed(desk: Speaker, party: dict[str, Speaker], project: str) -> None:
    """The host's pack holds; one changed byte is found and named. An enterprise makes none."""
    at = f"/engagements/{project}/packs"
    noted = desk.post(at)
    assert party["host"].post(at) == noted, "nothing has changed: the same pack for the host"
    assert party["enterprise"].line.post(at, json={}).status_code == 403
    pack = party["host"].read(f"{at}/1", "application/zip")

    def checked(content: bytes, **form: str) -> Json:
        answer = desk.line.post("/packs/verification", files={"pack": ("包.zip", content)}, data=form)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    assert checked(pack, digest=noted["digest"])["holds"] is True
    assert checked(pack, here="true")["is_recorded"] is True
    altered = bytearray(pack)
    altered[altered.index("示范·远川电器".encode())] ^= 1
    told = checked(bytes(altered))
    assert told["holds"] is False
    assert any(one["path"] in told["fault"] for one in noted["members"]), told
