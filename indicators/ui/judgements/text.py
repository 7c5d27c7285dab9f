"""The committee's appreciation and the pilots' comments as HTML."""

from collections.abc import Sequence

from db.vocabulary import AppreciationState
from indicators.domain.formatting import count_of, date_fr
from indicators.domain.rights import Action, Person, allowed
from indicators.domain.wording import APPRECIATION_MISSING, label
from indicators.reading.committee.judgements import Appreciation, Comment, Standing
from indicators.ui.judgements import signs
from indicators.ui.judgements.matter import TopicCard
from indicators.ui.kit import committee_memory as memory
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, details, esc, html, join, link


def appreciation(sheet: TopicCard, standing: Standing, person: Person) -> Html:
    """Content of the card: the committee's level, the computed status, the reason, any proposal or requirement."""
    adopted = standing.adopted
    owed = "" if adopted and adopted.motive else sheet.owed(standing.level)
    level = signs.badge(adopted.level) if adopted else _no_rating(owed)
    pieces = [
        html(
            "<h2>Appréciation du comité</h2>"
            '<p class="note">Le jugement du comité, à côté du statut calculé : l’un ne change jamais l’autre.</p>'
        ),
        _elsewhere(sheet),
        html(
            '<dl class="ap-both"><div><dt>Comité</dt><dd>{}</dd></div>'
            "<div><dt>{}</dt>"
            '<dd class="ap-computed">{}</dd></div></dl>',
            level,
            "Statuts calculés" if sheet.matter.area else "Statut calculé",
            sheet.computed,
        ),
    ]
    if adopted:
        pieces += [memory.quoted(adopted.motive), _signature(adopted, person)]
    if owed:
        pieces.append(html('<p class="warn">{}</p>', owed))
    elif not adopted:
        pieces.append(html('<p class="note">Le comité n’a pas encore porté d’appréciation sur {}.</p>', sheet.noun))
    if standing.proposal and may_see_proposals(sheet, person):
        pieces.append(_proposal(standing.proposal, person))
    return join(pieces)


def may_see_proposals(sheet: TopicCard, person: Person) -> bool:
    """Whether the person may read proposals: those in charge of the series or area may, the public may not."""
    return any(allowed(person, action, sheet.subject) for action in (Action.APPRECIATE, Action.READ_UNPUBLISHED))


def history(sheet: TopicCard, standing: Standing, person: Person) -> Html:
    """Every appreciation of the subject, newest first, in a section that opens on demand."""
    if not standing.version_no:
        return Html()
    appreciations = [entry for entry in memory.ratings_and_comments(sheet.matter) if isinstance(entry, Appreciation)]
    hidden = {AppreciationState.PROPOSED} if not may_see_proposals(sheet, person) else set()
    lines = [_former(rating, person) for rating in reversed(appreciations) if rating.state not in hidden]
    return _history("Historique de l’appréciation", lines)


def comments(sheet: TopicCard, standing: Standing, person: Person) -> Html:
    """Current comments by kind, or a message if there are none."""
    head = html("<h2>Commentaires</h2>")
    if not standing.texts:
        return html(
            "{}<div class='empty'><p class='empty-title'>Aucun commentaire sur {}</p>"
            "<p>Les pilotes d’aire y écrivent l’explication des chiffres, les risques et obstacles, les prochaines "
            "actions et des exemples de réussite.</p></div>",
            head,
            sheet.noun,
        )
    body = join(
        html("<h3>{}</h3>{}{}", label(text.kind), memory.quoted(text.text), _signature(text, person))
        for text in standing.texts
    )
    return head + body


def comments_history(sheet: TopicCard, standing: Standing, person: Person) -> Html:
    """Every comment on the subject, newest first, in a section that opens on demand."""
    if not standing.comments:
        return Html()
    all_comments = [entry for entry in memory.ratings_and_comments(sheet.matter) if isinstance(entry, Comment)]
    return _history(
        "Historique des commentaires", [_former_comment(comment, person) for comment in reversed(all_comments)]
    )


def _no_rating(owed: str) -> Html:
    return signs.awaited() if owed else html('<span class="muted">{}</span>', APPRECIATION_MISSING)


def _elsewhere(sheet: TopicCard) -> Html:
    if sheet.source is None:
        return Html()
    there = link(links.address("indicateur", serie=sheet.source.code), esc(sheet.source.code))
    return html(
        '<p class="note">Cette série montre les valeurs de {} : c’est celle-là qui est jugée et commentée.</p>', there
    )


def _proposal(rating: Appreciation, person: Person) -> Html:
    return html(
        '<div class="ap-proposal"><p class="note">Proposition, que le secrétariat du comité doit confirmer</p>'
        "<p>{}</p>{}{}</div>",
        signs.badge(rating.level),
        memory.quoted(rating.motive),
        _signature(rating, person),
    )


def _signature(entry: Appreciation | Comment, person: Person) -> Html:
    words = [memory.by(person, entry.recorded_by, entry.recorded_at)]
    if entry.meeting:
        words.append(f"comité du {date_fr(entry.meeting)}")
    return html('<p class="note">{}</p>', join(words, " · "))


def _former(rating: Appreciation, person: Person) -> Html:
    taken_back = " (retirée)" if rating.state is AppreciationState.WITHDRAWN else ""
    proposed = " (proposition)" if rating.state is AppreciationState.PROPOSED else ""
    heading = html("{}<span>{}{}</span>", signs.badge(rating.level), taken_back, proposed)
    return html("<li>{}{}{}</li>", heading, memory.quoted(rating.motive), _signature(rating, person))


def _former_comment(comment: Comment, person: Person) -> Html:
    text = memory.quoted(comment.text) or html('<p class="muted">Commentaire retiré</p>')
    return html("<li><b>{}</b>{}{}</li>", label(comment.kind), text, _signature(comment, person))


def _history(title: str, lines: Sequence[str]) -> Html:
    if not lines:
        return Html()
    summary = f"{title} ({count_of(len(lines), 'version')})"
    return details(summary, html('<ul class="plain ap-history">{}</ul>', join(lines)))
