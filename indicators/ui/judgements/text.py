"""What is read of the committee's appreciation and of the pilots' comments."""

from collections.abc import Sequence

from db.vocabulary import AppreciationState
from indicators.domain.formatting import count_of, date_fr
from indicators.domain.rights import Action, Person, allowed
from indicators.domain.wording import APPRECIATION_NOT_GIVEN, label
from indicators.reading.committee.judgements import Appreciation, Comment, Standing
from indicators.ui.judgements import signs
from indicators.ui.judgements.matter import Sheet
from indicators.ui.kit import committee_memory as memory
from indicators.ui.kit import links
from indicators.ui.kit.html import details, esc, link


def appreciation(sheet: Sheet, standing: Standing, person: Person) -> str:
    """The card's content: the committee's level beside the computed status, its motive, what is proposed or owed."""
    adopted = standing.adopted
    owed = "" if adopted and adopted.motive else sheet.owed(standing.level)
    given = signs.badge(adopted.level) if adopted else _not_given(owed)
    pieces = [
        "<h2>Appréciation du comité</h2>"
        '<p class="note">Le jugement du comité, à côté du statut calculé : l’un ne change jamais l’autre.</p>',
        _elsewhere(sheet),
        f'<dl class="ap-both"><div><dt>Comité</dt><dd>{given}</dd></div>'
        f"<div><dt>{'Statuts calculés' if sheet.matter.area else 'Statut calculé'}</dt>"
        f'<dd class="ap-computed">{sheet.computed}</dd></div></dl>',
    ]
    if adopted:
        pieces.append(f"{memory.quoted(adopted.motive)}{_signature(adopted, person)}")
    if owed:
        pieces.append(f'<p class="warn">{esc(owed)}</p>')
    elif not adopted:
        pieces.append(f'<p class="note">Le comité n’a pas encore porté d’appréciation sur {sheet.noun}.</p>')
    if standing.proposal and may_see_proposals(sheet, person):
        pieces.append(_proposal(standing.proposal, person))
    return "".join(pieces)


def may_see_proposals(sheet: Sheet, person: Person) -> bool:
    """A proposal is work under way: those who follow the series or the area see it, the public does not."""
    return any(allowed(person, action, sheet.subject) for action in (Action.APPRECIATE, Action.READ_UNPUBLISHED))


def history(sheet: Sheet, standing: Standing, person: Person) -> str:
    """Every appreciation ever given, newest first, on demand."""
    if not standing.version_no:
        return ""
    told = [one for one in memory.said(sheet.matter) if isinstance(one, Appreciation)]
    hidden = {AppreciationState.PROPOSED} if not may_see_proposals(sheet, person) else set()
    lines = [_former(one, person) for one in reversed(told) if one.state not in hidden]
    return _history("Historique de l’appréciation", lines)


def comments(sheet: Sheet, standing: Standing, person: Person) -> str:
    """The comments that stand, by kind; a designed empty state."""
    head = "<h2>Commentaires</h2>"
    if not standing.texts:
        return (
            f"{head}<div class='empty'><p class='empty-title'>Aucun commentaire sur {esc(sheet.noun)}</p>"
            "<p>Les pilotes d’aire y écrivent l’explication des chiffres, les risques et obstacles, les prochaines "
            "actions et des exemples de réussite.</p></div>"
        )
    body = "".join(
        f"<h3>{esc(label(one.kind))}</h3>{memory.quoted(one.text)}{_signature(one, person)}" for one in standing.texts
    )
    return head + body


def comments_history(sheet: Sheet, standing: Standing, person: Person) -> str:
    """Every comment ever made, newest first, on demand."""
    if not standing.comments:
        return ""
    told = [one for one in memory.said(sheet.matter) if isinstance(one, Comment)]
    return _history("Historique des commentaires", [_former_comment(one, person) for one in reversed(told)])


def _not_given(owed: str) -> str:
    return signs.awaited() if owed else f'<span class="muted">{esc(APPRECIATION_NOT_GIVEN)}</span>'


def _elsewhere(sheet: Sheet) -> str:
    if sheet.source is None:
        return ""
    there = link(links.address("indicateur", serie=sheet.source.code), esc(sheet.source.code))
    return f'<p class="note">Cette série montre les valeurs de {there} : c’est celle-là qui est jugée et commentée.</p>'


def _proposal(one: Appreciation, person: Person) -> str:
    return (
        f'<div class="ap-proposal"><p class="note">Proposition, que le secrétariat du comité doit confirmer</p>'
        f"<p>{signs.badge(one.level)}</p>{memory.quoted(one.motive)}{_signature(one, person)}</div>"
    )


def _signature(one: Appreciation | Comment, person: Person) -> str:
    words = [memory.by(person, one.recorded_by, one.recorded_at)]
    if one.meeting:
        words.append(f"comité du {date_fr(one.meeting)}")
    return f'<p class="note">{esc(" · ".join(words))}</p>'


def _former(one: Appreciation, person: Person) -> str:
    taken_back = " (retirée)" if one.state is AppreciationState.WITHDRAWN else ""
    proposed = " (proposition)" if one.state is AppreciationState.PROPOSED else ""
    said = f"{signs.badge(one.level)}<span>{taken_back}{proposed}</span>"
    return f"<li>{said}{memory.quoted(one.motive)}{_signature(one, person)}</li>"


def _former_comment(one: Comment, person: Person) -> str:
    text = memory.quoted(one.text) or '<p class="muted">Commentaire retiré</p>'
    return f"<li><b>{esc(label(one.kind))}</b>{text}{_signature(one, person)}</li>"


def _history(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    summary = f"{title} ({count_of(len(lines), 'version')})"
    return details(summary, f'<ul class="plain ap-history">{"".join(lines)}</ul>')
