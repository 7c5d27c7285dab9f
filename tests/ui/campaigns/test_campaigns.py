"""Campagnes: what each role sees of them, preparing and closing one, whom to remind, what is locked."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from streamlit.testing.v1 import AppTest

from db.vocabulary import CampaignState, ObsStatus
from indicators.domain.rights import Action, Person
from indicators.exchange.emails import Mail, to_zip
from indicators.reading.campaigns.campaigns import Board, Progress, board, read_campaigns, read_period_locks, reminders
from indicators.reading.people.journal import Filters, read_journal
from indicators.services.campaigns import campaigns
from indicators.services.refusals import Refused
from indicators.services.values import steps
from indicators.ui.campaigns import acts
from tests.entry_world import (
    ADA,
    ANNE,
    BOB,
    COUNT,
    FOREIGN,
    RENE,
    SHARE,
    TODAY,
    VERA,
    WIM,
    add,
    key,
    publish,
    save,
    typed,
)
from tests.stores import SqliteStores
from tests.ui.entry_screens import Desk, desk_on, fill, go, keys, notices, press, shown
from tests.ui.viewer import target, turn_of

CODE = "C24"


@pytest.fixture
def desk(sqlite_stores: SqliteStores, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with desk_on(sqlite_stores.filled(fill), root, monkeypatch) as opened:
        for number, role in ((2, "contributeur"), (3, "validateur")):
            add(opened.engine, "person_role", person_id=number, role=role)
        yield opened


def prepare(desk: Desk, state: CampaignState = CampaignState.OPEN, due: date = date(2026, 1, 15)) -> None:
    """A campaign on the three series of the small catalogue, two of them Anne's."""
    campaigns.create_campaign(
        desk.engine, ADA, CODE, "Collecte <b>2024</b>", "2024", date(2025, 1, 15), due, "Une note"
    )
    campaigns.assign(desk.engine, ADA, CODE, {COUNT: ANNE.email, SHARE: ANNE.email, FOREIGN: None})
    if state is not CampaignState.PREPARING:
        campaigns.open_campaign(desk.engine, ADA, CODE)
    if state is CampaignState.CLOSED:
        campaigns.close_campaign(desk.engine, ADA, CODE)


def found(desk: Desk, person: Person = ADA) -> Board:
    seen = board(desk.engine, person, CODE)
    assert seen is not None
    return seen


def owners(desk: Desk) -> dict[str, str]:
    return {one.series: one.owner for one in found(desk).asked}


def fill_in(at: AppTest, name: str, text: str, campaign: str = "") -> None:
    at.text_input(key=_key(at, name, campaign)).set_value(text)


def _key(at: AppTest, name: str, campaign: str = "") -> str:
    field = f"{name}:{campaign}" if campaign else name
    return f"campaign:{field}:{turn_of(at, 'campaign')}"


def test_each_role_sees_its_part(desk: Desk) -> None:
    assert "Aucune campagne n’existe encore" in shown(desk.open(ANNE, "campagnes")).text
    prepare(desk)
    seen = {
        ADA: "0 série sur 3 a une réponse : 3 à faire",
        ANNE: "0 série sur 2 a une réponse : 2 à faire",
        VERA: "0 série sur 2 a une réponse : 2 à faire",
        WIM: "0 série sur 1 a une réponse : 1 à faire",
    }
    for person, words in seen.items():
        assert words in shown(desk.open(person, "campagnes")).text, person.name
    refused = shown(desk.open(RENE, "campagnes")).text
    assert "rôle requis" in refused and "Collecte" not in refused


def test_only_the_administration_is_offered_to_change_anything(desk: Desk) -> None:
    prepare(desk)
    for person in (ANNE, VERA):
        for view in ("", "series", "composer", "relances"):
            at = desk.open(person, "campagnes", campagne=CODE, vue=view)
            assert keys(at) <= {"campaign_hand_over"}, (person.name, view)
        for view in ("verrous", "nouvelle"):
            assert not keys(desk.open(person, "campagnes", vue=view))
    assert "Où en sont les campagnes" in shown(desk.open(ANNE, "campagnes", vue="nouvelle")).text


def test_counts_of_the_board_lead_to_their_series(desk: Desk) -> None:
    prepare(desk)
    publish(desk.engine, "12")
    save(desk.engine, ANNE, typed("n.d.", key(SHARE), absence=ObsStatus.NOT_COLLECTED))
    at = desk.open(ADA, "campagnes", campagne=CODE)
    tree = shown(at)
    assert tree.one("h1").text == "Collecte <b>2024</b>" and not tree.one("h1").all("b")
    assert "Ouverte" in tree.one("p", "lead").text and "dépassée de 17 jours" in tree.one("p", "lead").text
    counts = [one for one in tree.all("a") if one.attributes.get("aria-label", "").startswith(("Anne", "Aire", "Sans"))]
    assert counts
    for link in counts:
        screen, parameters = target(link)
        view = shown(go(at, desk.root, screen, **parameters))
        assert len(view.one("table", "list").all("tr")) - 1 == int(link.text), link.attributes["href"]
    listed = shown(go(at, desk.root, "campagnes", campagne=CODE, vue="series", etat="non_disponible"))
    assert "parce que : Manquante : existe mais non collectée" in listed.one("table", "list").text
    late = shown(go(at, desk.root, "campagnes", campagne=CODE, vue="series", retard="oui"))
    assert [one.text for one in late.one("table", "list").all("td", "code")] == [FOREIGN]
    assert "En retard" in late.one("table", "list").text and "Sans responsable" in late.one("table", "list").text


def test_strange_addresses_are_calm(desk: Desk) -> None:
    prepare(desk)
    at = desk.open(ADA, "campagnes", campagne="<i>X</i>")
    assert "Cette campagne n’existe pas" in shown(at).text and not shown(at).all("i")
    at = go(at, desk.root, "campagnes", campagne=CODE, vue="series", etat="x", responsable="y", aire="z", page="-1")
    assert len(shown(at).one("table", "list").all("tr")) == 4
    nothing = go(at, desk.root, "campagnes", campagne=CODE, vue="series", etat="publiee")
    assert "Aucune série ne répond à ces filtres" in shown(nothing).text


def test_a_campaign_is_prepared_with_suggestions(desk: Desk) -> None:
    at = desk.open(ADA, "campagnes", vue="nouvelle")
    for name, text in (("period", "2025"), ("opens", "31/02/2026"), ("due", "15/03/2026")):
        fill_in(at, name, text)
    at = press(at, "campaign_create")
    assert "n’existe pas dans le calendrier" in notices(at)
    assert at.text_input(key=_key(at, "period")).value == "2025", "what was typed stays"
    fill_in(at, "opens", "1/2/2026")
    at = press(at, "campaign_create")
    assert "est préparée" in notices(at) and shown(at).one("h1").text == "Collecte 2025"
    (made,) = read_campaigns(desk.engine, ADA)
    assert (made.code, made.period, made.opens_on, made.due_on) == (
        "COL-2025",
        "2025",
        date(2026, 2, 1),
        date(2026, 3, 15),
    )
    at = go(at, desk.root, "campagnes", vue="nouvelle")
    assert at.text_input(key=_key(at, "period")).value == ""
    for name, text in (("period", "2025"), ("opens", "1/2/2026"), ("due", "15/03/2026")):
        fill_in(at, name, text)
    assert "existe déjà" in notices(press(at, "campaign_create"))


def test_a_double_click_opens_once(desk: Desk, double_clicks: Callable[[], int]) -> None:
    campaigns.create_campaign(desk.engine, ADA, "A", "A", "2024", TODAY, TODAY)
    at = desk.open(ADA, "campagnes", campagne="A")
    assert notices(press(at, "campaign_open")) == "✓ Fait : La campagne A est ouverte." and double_clicks() == 2
    assert len(read_journal(desk.engine, ADA, Filters(action="ouvrir_campagne"))) == 1


def test_series_are_chosen_by_family_and_area_or_taken_over(desk: Desk) -> None:
    prepare(desk)
    campaigns.create_campaign(desk.engine, ADA, "C25", "Suite", "2025", TODAY, date(2026, 6, 30))
    at = desk.open(ADA, "campagnes", campagne="C25", vue="composer", aire="2")
    assert "1 série à ajouter" in shown(at).text
    at.selectbox(key=_key(at, "add_owner", "C25")).set_value(BOB.email)
    fill_in(at, "add_due", "1/1/2020", "C25")
    assert "précède l’ouverture" in notices(press(at, "campaign_add"))
    fill_in(at, "add_due", "1/6/2026", "C25")
    assert "1 série demandée à b@example.org" in notices(press(at, "campaign_add"))
    seen = board(desk.engine, ADA, "C25")
    assert seen and [(one.series, one.owner, one.due_on) for one in seen.asked] == [
        (FOREIGN, BOB.email, date(2026, 6, 1))
    ]
    assert "Choisissez la campagne à reprendre" in notices(press(at, "campaign_copy"))
    at.selectbox(key=_key(at, "source", "C25")).set_value(CODE)
    assert "2 séries reprises" in notices(press(at, "campaign_copy"))
    seen = board(desk.engine, ADA, "C25")
    assert seen and {one.series: one.owner for one in seen.asked} == {
        COUNT: ANNE.email,
        SHARE: ANNE.email,
        FOREIGN: BOB.email,
    }
    at = go(at, desk.root, "campagnes", campagne="C25", vue="composer")
    assert "Toutes les séries de ce choix sont déjà demandées" in shown(at).text
    assert "ou aucune ne répond à ces filtres" in notices(press(at, "campaign_add"))


def test_series_shown_are_given_to_somebody_or_taken_out(desk: Desk) -> None:
    prepare(desk)
    at = desk.open(ADA, "campagnes", campagne=CODE, vue="series", responsable="personne")
    at.selectbox(key=_key(at, "give_owner", CODE)).set_value(BOB.email)
    assert "1 série attribuée" in notices(press(at, "campaign_give"))
    assert owners(desk)[FOREIGN] == BOB.email
    at = go(at, desk.root, "campagnes", campagne=CODE, vue="series", responsable=BOB.email)
    at = press(at, "campaign_ask_release")
    assert FOREIGN in owners(desk), "nothing is done before it is confirmed"
    at = press(press(at, "campaign_forget_release"), "campaign_ask_release")
    assert "1 série retirée" in notices(press(at, "campaign_release"))
    assert FOREIGN not in owners(desk)


def test_a_campaign_is_closed_reopened_and_published(desk: Desk) -> None:
    prepare(desk, CampaignState.PREPARING)
    at = desk.open(ADA, "campagnes", campagne=CODE)
    at = press(at, "campaign_open")
    save(desk.engine, ANNE, typed("12"))
    steps.step(desk.engine, ANNE, Action.SUBMIT, [key()], today=TODAY)
    steps.step(desk.engine, VERA, Action.VALIDATE, [key()], today=TODAY)
    at = press(at.run(), "campaign_ask_close")
    assert "Il reste 2 séries sans réponse" in shown(at).text
    at = press(press(at, "campaign_forget"), "campaign_ask_close")
    at = press(at, "campaign_close")
    assert "clôturée" in notices(at) and found(desk).campaign.state is CampaignState.CLOSED
    at = press(press(press(at, "campaign_reopen"), "campaign_ask_close"), "campaign_close")
    at = press(at, "campaign_ask_publish")
    (bulk,) = [one for one in shown(at).all("table") if "sera publiée" in one.text]
    assert COUNT in bulk.text and SHARE not in bulk.text
    at = press(at, "campaign_publish")
    assert "demande une note" in notices(at)
    at.text_area(key=_key(at, "publish_note", CODE)).set_value("Comité")
    at = press(at, "campaign_publish")
    assert "1 valeur publiée" in notices(at) and found(desk).campaign.state is CampaignState.PUBLISHED
    assert found(desk).by_owner[ANNE.email][Progress.PUBLISHED] == 1
    assert not keys(at) & {"campaign_reopen", "campaign_ask_publish", "campaign_open"}


def test_a_contributor_hands_over_their_list_or_some_of_it(desk: Desk) -> None:
    prepare(desk)
    at = desk.open(ANNE, "campagnes", campagne=CODE, vue="series")
    assert "Choisissez à qui transmettre" in notices(press(at, "campaign_hand_over"))
    assert at.selectbox(key=_key(at, "to", CODE)).options == ["Bob (b@example.org)"]
    at.selectbox(key=_key(at, "to", CODE)).set_value(BOB.email)
    at = press(at, "campaign_hand_over")
    assert "Bob ne peut pas saisir" in notices(at)
    assert at.selectbox(key=_key(at, "to", CODE)).value == BOB.email
    at.multiselect(key=_key(at, "some", CODE)).set_value([COUNT])
    assert "1 série transmise" in notices(press(at, "campaign_hand_over"))
    assert owners(desk) == {COUNT: BOB.email, SHARE: ANNE.email, FOREIGN: ""}


def test_reminders_are_ready_to_send(desk: Desk) -> None:
    prepare(desk)
    at = desk.open(VERA, "campagnes", campagne=CODE, vue="relances")
    tree = shown(at)
    (mail,) = [one for one in tree.all("a") if one.attributes["href"].startswith("mailto:")]
    text = unquote(mail.attributes["href"])
    assert text.startswith("mailto:a@example.org?subject=") and COUNT in text and "<b>2024</b>" in text
    assert "1 relance à envoyer" in tree.text and len(at.get("download_button")) == 3
    publish(desk.engine, "12")
    save(desk.engine, ANNE, typed("n.d.", key(SHARE), absence=ObsStatus.NOT_COLLECTED))
    assert (
        "Personne n’a de relance à recevoir" in shown(desk.open(ADA, "campagnes", campagne=CODE, vue="relances")).text
    )
    assert reminders(found(desk)) == ()


def test_a_period_is_locked_with_a_named_exception_then_opened(desk: Desk) -> None:
    at = desk.open(ADA, "campagnes", vue="verrous")
    assert "Aucune période n’est verrouillée" in shown(at).text
    fill_in(at, "lock_period", "20-23")
    fill_in(at, "lock_reason", "Exercice <b>clos</b>")
    at = press(at, "campaign_lock")
    assert "non reconnue" in notices(at) and at.text_input(key=_key(at, "lock_reason")).value == "Exercice <b>clos</b>"
    fill_in(at, "lock_period", "2023")
    at = press(at, "campaign_lock")
    (lock,) = read_period_locks(desk.engine, ADA)
    assert "est verrouillée" in notices(at) and lock.reason == "Exercice <b>clos</b>" in shown(at).text
    number = str(lock.id)
    fill_in(at, "exempt_until", "31/12/2099", number)
    fill_in(at, "leave_reason", "Réponse tardive", number)
    at = press(at, f"campaign_grant_{number}")
    assert "Choisissez la personne" in notices(at)
    at.selectbox(key=_key(at, "leave_to", number)).set_value(ANNE.email)
    at = press(at, f"campaign_grant_{number}")
    assert "jusqu’au 31/12/2099 compris" in notices(at) and "Anne , jusqu’au 31/12/2099 compris" in shown(at).text
    mine = shown(desk.open(ANNE, "campagnes", vue="verrous")).text
    theirs = shown(desk.open(BOB, "campagnes", vue="verrous")).text
    assert "Anne , jusqu’au" in mine and "Anne" not in theirs and "Exercice <b>clos</b>" in theirs
    at = desk.open(ADA, "campagnes", vue="verrous")
    assert "demande un motif" in notices(press(at, f"campaign_lift_{number}"))
    fill_in(at, "lift_motive", "Réouvert", number)
    at = press(at, f"campaign_lift_{number}")
    assert "est rouverte" in notices(at) and read_period_locks(desk.engine, ADA) == ()


def test_forged_state_is_refused_by_the_services(desk: Desk) -> None:
    prepare(desk)
    at = desk.open(ANNE, "campagnes", campagne=CODE, vue="series")
    at.session_state["campaign_asking"] = ("release", CODE)
    assert "campaign_release" not in keys(at.run())
    at = desk.open(ADA, "campagnes", campagne=CODE, vue="series")
    at.session_state[_key(at, "give_owner", CODE)] = "x@example.org"
    desk.sit(ANNE)
    for act, words in (
        (acts.release, (CODE, [COUNT])),
        (acts.assign, (CODE, [COUNT])),
        (acts.close, (CODE,)),
        (acts.copy_list, (CODE,)),
        (acts.lock, ()),
        (acts.lift, (1, "2023")),
        (acts.grant, (1,)),
    ):
        desk.patch.setattr(acts, "current_person", lambda: ANNE)
        with pytest.raises(Refused, match=r"rôle requis|Choisissez|date"):
            act(*words)  # type: ignore[operator]
    assert owners(desk) == {COUNT: ANNE.email, SHARE: ANNE.email, FOREIGN: ""}


def test_the_archive_holds_a_message_each_and_the_list(desk: Desk) -> None:
    prepare(desk)
    mails = [Mail(one.to, one.name, one.subject, one.body) for one in reminders(found(desk))]
    archive = zipfile.ZipFile(io.BytesIO(to_zip(mails)))
    assert archive.namelist() == ["01-a-example.org.eml", "relances.csv"]
    assert b"To: Anne <a@example.org>" in archive.read("01-a-example.org.eml")
