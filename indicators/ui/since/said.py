"""Appreciations and comments made between two instants, as lines of « depuis la dernière réunion »."""

from collections.abc import Callable
from typing import Any

from db.vocabulary import AppreciationState, CommentKind
from indicators.domain.wording import label
from indicators.reading.committee.judgements import Appreciation, Comment, Spoken

RemarkFields = dict[str, Any]
"""What a line says, without its section nor what it is about."""


def remark_fields(spoken: Spoken, named: Callable[[str], str]) -> RemarkFields:
    """Fields of the line of an appreciation or comment: nature, old and new content, text, author."""
    remark = spoken.after or spoken.before
    assert remark is not None
    words = _comment(spoken) if spoken.kind else _appreciation(spoken)
    return {**words, "author": named(remark.recorded_by), "at": remark.recorded_at}


def _appreciation(spoken: Spoken) -> RemarkFields:
    before, after = spoken.before, spoken.after
    if not isinstance(after, Appreciation):
        return {"nature": "Appréciation retirée", "before": _level(before), "after": "plus d’appréciation", "why": ""}
    is_proposal = after.state is AppreciationState.PROPOSED
    nature = "Appréciation proposée, à retenir" if is_proposal else "Appréciation retenue"
    return {"nature": nature, "before": _level(before), "after": _level(after), "why": after.motive}


def _level(remark: object) -> str:
    return label(remark.level) if isinstance(remark, Appreciation) else ""


def _comment(spoken: Spoken) -> RemarkFields:
    kind, after = label(CommentKind(spoken.kind or "")), spoken.after
    if not isinstance(after, Comment):
        return {"nature": kind, "before": "", "after": "texte retiré", "why": ""}
    return {
        "nature": kind,
        "before": "",
        "after": "texte revu" if spoken.before else "nouveau texte",
        "why": after.text,
    }
