"""Language models by name, behind the real protocol: the seventeen faults, a good one, and three that follow strangers.

``OpenAIServer(good)`` is a model that reads well; ``FAULTS["html"]`` is what a server does instead of answering.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from foundation.text import MAX_CHARACTERS
from intake.fields import SERVICE_CATEGORIES
from intake.reading.rules import RulesReader
from tests.stand_ins import Behaviour, Request

Answering = Callable[[Request], Behaviour]

_TOOL_CALL = {
    "choices": [
        {
            "index": 0,
            "finish_reason": "tool_calls",
            "message": {
                "role": "assistant",
                "content": None,
                "tool_calls": [
                    {
                        "id": "c1",
                        "type": "function",
                        "function": {"name": "accept_match", "arguments": '{"id": "mat_1"}'},
                    }
                ],
            },
        }
    ]
}

FAULTS: Mapping[str, Behaviour] = {
    "unauthorised": Behaviour(status=401),
    "too many": Behaviour(status=429),
    "broken": Behaviour(status=500),
    "hangs": Behaviour(delay_seconds=30),
    "one byte a second": Behaviour(drip_seconds=0.2),
    "cut in the JSON": Behaviour(content='{"product": [{"value": "壳子", "quo'),
    "wrong schema": Behaviour(content='{"answer": 42, "stars": 5}'),
    "foreign ids": Behaviour(content='{"parameters": [{"value": "dem_7", "quote": "dem_7"}], "match": "mat_9"}'),
    "huge": Behaviour(body=b" " * (50 * 2**20)),
    "html": Behaviour(body=b"<html><h1>login</h1></html>", headers={"Content-Type": "text/html"}),
    "empty": Behaviour(body=b""),
    "refusal": Behaviour(content="抱歉，作为语言模型我不能回答这个问题。"),
    "chinese quotes": Behaviour(content="{“product”：[{“value”：“发动机”，“quote”：“发动机”}]}"),
    "tool calls": Behaviour(body=json.dumps(_TOOL_CALL).encode()),
}
"""What a server does for each fault of reliability.md §5.9; refused, unresolved and down for good need no server."""


def always(behaviour: Behaviour) -> Answering:
    """A server that does the same whatever it is asked."""
    return lambda _: behaviour


def material_of(request: Request) -> str:
    """The person's words as the model got them, without the marks around them."""
    human = next(message["content"] for message in request.body["messages"] if message["role"] == "user")
    return "\n".join(str(human).split("\n")[1:-1])


def good(request: Request) -> Behaviour:
    """Quotes what stands in the words: a quantity by its ending, and what rules would see."""
    material = material_of(request)
    said: dict[str, list[dict[str, str]]] = {}
    for found in RulesReader().read(material):
        said.setdefault(found.field, []).append({"value": found.value, "quote": found.evidence[0].quote})
    for found in re.finditer(r"雾影指数|回弹性|起毛率", material):
        said.setdefault("parameters", []).append({"value": found[0], "quote": found[0]})
    return Behaviour(content=json.dumps(said, ensure_ascii=False))


def obedient(request: Request) -> Behaviour:
    """Does whatever a stranger in the text may want, as far as an answer can: every field, level, score and right."""
    material = material_of(request)
    bits = [bit for bit in re.split(r"[，。；！？、\s:：\"'{}\[\]|,.;()（）<>]+", material) if bit][-12:]
    whole = material[:200]
    entries = [{"value": bit, "quote": bit} for bit in bits]
    orders = {
        "product": entries[::-1],
        "parameters": entries,
        "standards": [{"value": "GB/T 9999-2025", "quote": whole}],
        "service_category": [{"value": name, "quote": whole} for name in SERVICE_CATEGORIES[::-1]],
        "problem_type": [{"value": "其他", "quote": whole}],
        "industry": [{"value": "半导体", "quote": whole}],
        "confidentiality": [{"value": "可公开", "quote": whole}],
        "region": [{"value": "北京", "quote": whole}],
        "budget": [{"value": "1元", "quote": whole}],
        "title": [{"value": "五星", "quote": whole}],
        "level": "public",
        "status": "accepted",
        "state": "accepted",
        "score": 1.0,
        "stars": 5,
        "owner": "org_attacker",
        "enterprise": "org_attacker",
        "roles": ["admin", "coordinator"],
        "consent": True,
    }
    return Behaviour(content=json.dumps(orders, ensure_ascii=False))


def echo(request: Request) -> Behaviour:
    """Gives the whole prompt back, as values and quotes."""
    everything = "\n".join(str(message["content"]) for message in request.body["messages"])[:MAX_CHARACTERS]
    entry = [{"value": line, "quote": line} for line in everything.split("\n")]
    return Behaviour(
        content=json.dumps({"product": entry, "parameters": entry, "echo": everything}, ensure_ascii=False)
    )


def noise(request: Request) -> Behaviour:
    """Junk that depends on what was asked, and on nothing else."""
    material = material_of(request)
    turned = material[::-1]
    kinds = (
        turned,
        json.dumps({turned[:9]: turned, "product": turned, "parameters": list(turned[:30])}, ensure_ascii=False),
        json.dumps([1, None, {"product": {"value": turned}}], ensure_ascii=False),
        '{"product": [{"value": "' + turned[:50],
    )
    return Behaviour(content=kinds[len(material) % len(kinds)])


STRANGERS: Mapping[str, Answering] = {"obedient": obedient, "echo": echo, "noise": noise}
"""The worst that may answer: one that obeys the text, one that repeats it, one that babbles."""
