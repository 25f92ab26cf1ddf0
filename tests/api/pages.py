"""The talk's pages as a browser without JavaScript meets them: addresses, hidden fields, forms."""

from __future__ import annotations

import re
from html import unescape

from fastapi.testclient import TestClient
from httpx import Response

from api.wiring import House
from intake import service
from intake.conversation import Conversation

FIRST = "我们给空调厂供的塑料壳子，最近这批一敲就裂，客户要退货"


def hidden(html: str, name: str) -> str:
    """The value of the first hidden field of this name."""
    found = re.search(rf'<input type="hidden" name="{re.escape(name)}" value="([^"]*)"', html)
    assert found is not None, name
    return unescape(found[1])


def new_talk(browser: TestClient) -> str:
    """The address of a talk that nobody has opened yet."""
    found = re.search(r'id="say"[^>]*action="(/talk/con_\w+)', browser.get("/talk").text)
    assert found is not None
    return found[1]


def say(browser: TestClient, at: str, text: str, version: int) -> Response:
    return browser.post(at, data={"text": text, "version": version})


def talk_of(house: House, at: str) -> Conversation:
    with house.reading() as session:
        return service.get_conversation(session, at.rpartition("/")[2])


def begun(browser: TestClient, *texts: str) -> str:
    """A talk in which this was said."""
    at = new_talk(browser)
    for version, text in enumerate(texts):
        assert say(browser, at, text, version + (version > 0)).status_code == 303
    return at


def form_of(html: str) -> dict[str, str]:
    """What a browser would send of the confirmation form if nobody touched it."""
    body = html[html.index('<form class="confirm"') :]
    fields = {unescape(n): unescape(v) for n, v in re.findall(r'<input [^>]*?name="([^"]+)" value="([^"]*)"', body)}
    for name, inside in re.findall(r'<select id="[^"]+" name="([^"]+)">(.*?)</select>', body, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        fields[name] = unescape(chosen[1]) if chosen else ""
    fields |= {
        n: unescape(v) for n, v in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', body, re.S)
    }
    checked = re.search(r'name="confidentiality-0" value="([^"]+)" checked', body)
    assert checked is not None
    return fields | {"confidentiality-0": checked[1], "step": "confirm"}
