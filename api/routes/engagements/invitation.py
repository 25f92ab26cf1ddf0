"""``/invitation``: whoever holds an invitation answers once, with its token as the bearer; the pages do the same."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, UploadFile

from api.dependencies import HouseDep
from api.problems import language_of
from api.projects.answering import (
    AnswerTaken,
    InvitationShown,
    effects_taken,
    invitation_shown,
    proof_kept,
    survey_taken,
)
from api.projects.files import FileShown, file_shown
from api.security import bearer_of
from engagement.facts.benefits import EffectReport
from engagement.facts.survey import SurveyAnswer

router = APIRouter(prefix="/invitation", tags=["engagements"])

TokenDep = Annotated[str, Depends(bearer_of)]


@router.get("")
def asked(request: Request, house: HouseDep, token: TokenDep) -> InvitationShown:
    """What is asked, with the questions in words; a token that waits for no answer is 404, whatever the cause."""
    return invitation_shown(house, token, language_of(request))


@router.post("/survey")
def survey(house: HouseDep, token: TokenDep, form: SurveyAnswer) -> AnswerTaken:
    """Answer the questionnaire; the same answer again is the first one."""
    return survey_taken(house, token, form)


@router.post("/files", status_code=201)
def proof(house: HouseDep, token: TokenDep, file: UploadFile) -> FileShown:
    """Hand in a file that shows an effect; the report names it as ``evidence`` by its ``sha256``."""
    return file_shown(proof_kept(house, token, file.filename or "", file.file.read()))


@router.post("/effects")
def effects(house: HouseDep, token: TokenDep, form: EffectReport) -> AnswerTaken:
    """Report the effects of the month that was asked for; the same report again is the first one."""
    return effects_taken(house, token, form)
