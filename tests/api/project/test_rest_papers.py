"""The agreement over HTTP: as DOCX and PDF, for whoever sees its terms; what changed between two offers, in words."""

from __future__ import annotations

import io

import docx
import pytest
from fastapi.testclient import TestClient

from api.wiring import House
from engagement.documents.service import agreement_paper
from engagement.engagement import Engagement
from engagement.log import Facts
from foundation.audit import entries
from tests.engagement import cases
from tests.journeys.services import Party, opened, played, story, token_for

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def offered(house: House) -> Engagement:
    """A service with two versions of the offer on the table."""
    one = opened(house)
    offer = cases.OFFER.model_copy(update={"party": one.host_id})
    cheaper = offer.model_copy(update={"price": "45000.00"})
    scenes = (("centre", "make_offer", Facts(offer=offer)), ("centre", "make_offer", Facts(offer=cheaper)))
    return played(house, one, (story(one.host_id)[0], *scenes))


def test_the_draft_is_the_paper_of_the_command_line_with_its_terms_in_the_headers(
    house: House, offered: Engagement
) -> None:
    enterprise = Party(house, offered, token_for(house, offered, "enterprise"))
    answer = enterprise.client.get(f"{enterprise.at}/agreement")
    assert answer.status_code == 200, answer.text
    with house.reading() as session:
        assert answer.content == agreement_paper(session, offered.id).content
    assert offered.offer is not None
    assert (answer.headers["agreement-version"], answer.headers["terms-digest"]) == ("1", offered.offer.digest)
    assert answer.headers["content-type"] == DOCX
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{offered.id}-v1.docx"')
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"
    foot = docx.Document(io.BytesIO(answer.content)).sections[0].footer.paragraphs
    assert offered.offer.digest in "".join(one.text for one in foot)
    printed = enterprise.client.get(f"{enterprise.at}/agreement", params={"format": "pdf", "lang": "en"})
    assert (printed.content[:5], printed.headers["content-type"]) == (b"%PDF-", "application/pdf")
    with house.reading() as session:
        traces = [one.facts for one in entries(session, offered.id) if one.action == "engagement.paper_opened"]
    told = {"version": 1, "terms": offered.offer.digest, "level": "internal"}
    assert traces == [told | {"form": "docx"}, told | {"form": "pdf"}]


def test_the_site_s_own_template_is_taken(house: House, offered: Engagement, desk: TestClient) -> None:
    plain = desk.get(f"/engagements/{offered.id}/agreement").content
    made = docx.Document(io.BytesIO(plain))
    made.add_paragraph("争议提交某仲裁委员会")
    folder = house.settings.templates_dir / offered.centre_id
    folder.mkdir(parents=True)
    made.save(str(folder / "agreement.docx"))
    own = docx.Document(io.BytesIO(desk.get(f"/engagements/{offered.id}/agreement").content))
    assert "争议提交某仲裁委员会" in [one.text for one in own.paragraphs]


def test_a_reviewer_gets_no_paper_and_no_comparison_for_both_tell_the_price(house: House, offered: Engagement) -> None:
    reviewer = Party(house, offered, token_for(house, offered, "reviewer"))
    refused = reviewer.client.get(f"{reviewer.at}/agreement")
    assert (refused.status_code, refused.json()["code"]) == (403, "paper_not_yours")
    hidden = reviewer.client.get(f"{reviewer.at}/offers/changes", params={"before": 1, "after": 2})
    assert (hidden.status_code, hidden.json()["code"]) == (422, "offer_version_unknown")
    assert "45000" not in refused.text + hidden.text
    stranger = Party(house, offered, "a-wrong-token")
    assert stranger.client.get(f"{stranger.at}/agreement").json()["code"] == "engagement_not_found"


def test_what_changed_between_two_offers_is_told_in_the_caller_s_language(house: House, offered: Engagement) -> None:
    host = Party(house, offered, token_for(house, offered, "host"))
    (change,) = host.client.get(f"{host.at}/offers/changes", params={"before": 1, "after": 2}).json()
    assert (change["field"], change["kind"]) == ("price", "changed")
    assert change["text"] == "价格（元）：由“48000.00”改为“45000.00”"
    asked = {"before": 1, "after": 2, "lang": "en"}
    (english,) = host.client.get(f"{host.at}/offers/changes", params=asked).json()
    assert english["text"] == 'price (yuan): from "48000.00" to "45000.00"'
    missing = host.client.get(f"{host.at}/offers/changes", params={"before": 1, "after": 3})
    assert (missing.status_code, missing.json()["facts"]["field"]) == (422, "version")


def test_what_cannot_be_drafted_is_refused_by_name_and_never_as_a_fault_of_ours(
    house: House, offered: Engagement, desk: TestClient
) -> None:
    at = f"/engagements/{offered.id}/agreement"
    unknown = desk.get(at, params={"version": 7})
    assert (unknown.status_code, unknown.json()["facts"]["field"]) == (422, "version")
    odd = desk.get(at, params={"format": "odt"})
    assert odd.json()["errors"][0]["field"] == "format"
    played(house, offered, [("coordinator", "try_next", Facts(reason="示范"))])
    empty = opened(house, demand_id="dem_2", match_id="mat_2")
    early = desk.get(f"/engagements/{empty.id}/agreement")
    assert (early.status_code, early.json()["code"]) == (409, "no_offer_yet")
    assert desk.get("/engagements/eng_nowhere/agreement").status_code == 404
