"""What the store refuses, in French. One sentence for each named constraint; a test checks that none is missing."""

from functools import lru_cache

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from db.models import Base


class StoreError(Exception):
    """A refusal of the store, with a message for people and the name of the rule.

    >>> StoreError("Message.", "ck_x").rule
    'ck_x'
    """

    def __init__(self, message: str, rule: str = "") -> None:
        super().__init__(message)
        self.rule = rule


class StoreUnavailable(StoreError):
    """The database cannot be reached or read."""


class SchemaMismatch(StoreError):
    """The database is older or newer than this version of the software."""


_ABSENT = "Une valeur absente demande un motif (non collectée, sans objet, masquée…)."
_FINITE = "La valeur n’est pas un nombre fini."
_VERSION = "Cette version existe déjà : quelqu’un a enregistré entre-temps. Rechargez pour voir sa valeur."
_STATE = "Cet état n’existe pas dans la vie d’une valeur."
_METHOD = "Ce mode d’entrée n’est pas connu."
_FLAGS = "Un code de qualité n’est pas un code SDMX admis."
_RATIO = "Le numérateur et le dénominateur vont ensemble."
_DENOMINATOR = "Le dénominateur doit être plus grand que zéro."
_POSITIVE = "Le numéro de version commence à 1."
_HORIZON = "L’échéance doit être CT, MT ou LT."
_CODE = "Ce code existe déjà."
_ABOUT = "Une appréciation ou un commentaire porte sur une aire ou sur une série, une seule à la fois."
_DRAFT = "Cette case a déjà un brouillon de la même personne."
_REFERENCE = "La ligne fait référence à un élément qui n’existe pas."

MESSAGES = {
    "ck_observation_period_kind_known": "Ce type de période n’est pas connu.",
    "ck_observation_period_order": "La période se termine avant de commencer.",
    "ux_observation_total": "Cette période existe déjà pour cette série.",
    "ux_observation_item": "Cette période existe déjà pour cette modalité.",
    "ck_observation_version_version_no_positive": _POSITIVE,
    "ck_observation_version_value_finite": _FINITE,
    "ck_observation_version_numerator_finite": "Le numérateur n’est pas un nombre fini.",
    "ck_observation_version_denominator_finite": "Le dénominateur n’est pas un nombre fini.",
    "ck_observation_version_flags_sdmx": _FLAGS,
    "ck_observation_version_absence_has_reason": _ABSENT,
    "ck_observation_version_absence_has_no_value": "Une valeur chiffrée ne peut pas porter un code de valeur manquante.",
    "ck_observation_version_ratio_pair": _RATIO,
    "ck_observation_version_denominator_positive": _DENOMINATOR,
    "ck_observation_version_state_known": _STATE,
    "ck_observation_version_method_known": _METHOD,
    "ck_observation_version_conf_status_known": "Ce statut de confidentialité n’est pas connu.",
    "ck_observation_version_reliability_known": "La fiabilité d’une source est A ou B.",
    "uq_observation_version_observation_id_version_no": _VERSION,
    "uq_baseline_version_series_id_version_no": _VERSION,
    "ck_baseline_version_version_no_positive": _POSITIVE,
    "ck_baseline_version_value_present": "La situation initiale demande une valeur.",
    "ck_baseline_version_value_finite": _FINITE,
    "ck_baseline_version_numerator_finite": "Le numérateur n’est pas un nombre fini.",
    "ck_baseline_version_denominator_finite": "Le dénominateur n’est pas un nombre fini.",
    "ck_baseline_version_ratio_pair": _RATIO,
    "ck_baseline_version_denominator_positive": _DENOMINATOR,
    "ck_baseline_version_flags_sdmx": _FLAGS,
    "ck_baseline_version_state_known": _STATE,
    "ck_baseline_version_method_known": _METHOD,
    "uq_target_version_series_id_horizon_version_no": _VERSION,
    "ck_target_version_version_no_positive": _POSITIVE,
    "ck_target_version_revision_has_reason": "La révision d’une cible demande un motif.",
    "ck_target_version_value_present": "La cible demande une valeur.",
    "ck_target_version_value_finite": _FINITE,
    "ck_target_version_horizon_known": _HORIZON,
    "ck_target_version_mode_known": "Une cible vise un niveau ou un cumul.",
    "ck_target_version_state_known": _STATE,
    "ck_target_version_method_known": _METHOD,
    "uq_roadmap_version_code": _CODE,
    "uq_roadmap_horizon_roadmap_version_id_horizon": "Cette échéance est déjà datée.",
    "ck_roadmap_horizon_horizon_known": _HORIZON,
    "uq_ambition_code": _CODE,
    "uq_family_code": _CODE,
    "uq_area_number": "Ce numéro d’aire existe déjà.",
    "ck_area_number_range": "Le numéro d’une aire va de 1 à 99.",
    "uq_expected_effect_area_id_kind": "Cet effet attendu est déjà décrit pour cette aire.",
    "ck_expected_effect_kind_known": "Ce type d’effet attendu n’est pas connu.",
    "uq_operation_code": "Ce code d’opération existe déjà.",
    "ck_operation_theme_known": "Ce type d’opération n’est pas connu.",
    "uq_perimeter_code": _CODE,
    "ck_perimeter_kind_known": "Un périmètre est une aire, un groupe d’aires ou le DIS.",
    "uq_known_break_happened_on_event": "Cette rupture est déjà décrite.",
    "uq_unit_code": _CODE,
    "uq_indicator_code": "Ce code d’indicateur existe déjà.",
    "uq_indicator_version_indicator_id_version_no": _VERSION,
    "ck_indicator_version_version_no_positive": _POSITIVE,
    "ck_indicator_version_decimals_range": "Le nombre de décimales va de 0 à 6.",
    "ck_indicator_version_delay_range": "Le délai de publication va de 0 à 60 mois.",
    "ck_indicator_version_direction_judged": "Seul un indicateur de contexte peut n’avoir aucun sens d’évolution voulu.",
    "ck_indicator_version_direction_known": "Le sens doit être hausse, baisse ou aucun.",
    "ck_indicator_version_type_known": "Le type doit être contexte, réalisation, résultat ou impact.",
    "ck_indicator_version_nature_known": "Cette nature d’indicateur n’est pas connue.",
    "ck_indicator_version_frequency_known": "Cette fréquence n’est pas connue.",
    "ck_indicator_version_aggregation_known": "La règle d’agrégation doit être SOM, DIST, RATIO ou NA.",
    "uq_breakdown_list_code": _CODE,
    "uq_breakdown_item_list_id_code": "Cette modalité existe déjà dans la liste.",
    "uq_series_code": "Ce code de série existe déjà.",
    "uq_series_indicator_id_perimeter_id": "Cet indicateur a déjà une série pour ce périmètre.",
    "ck_series_reads_from_other": "Une série ne peut pas se lire elle-même.",
    "ck_series_applicability_known": "L’application doit être « tel quel », « moyennant précision » ou « niveau DIS ».",
    "uq_series_horizon_series_id_horizon": "Cette série a déjà une date propre pour cette échéance.",
    "ck_series_horizon_horizon_known": _HORIZON,
    "ck_indicator_operation_theme_known": "Ce type d’opération n’est pas connu.",
    "ck_indicator_effect_kind_known": "Ce type d’effet attendu n’est pas connu.",
    "ck_data_version_single_row": "Le compteur de version des données n’a qu’une ligne.",
    "uq_method_parameters_version_no": _VERSION,
    "ck_method_parameters_on_track_finite": _FINITE,
    "ck_method_parameters_accelerate_finite": _FINITE,
    "ck_method_parameters_decline_finite": _FINITE,
    "ck_method_parameters_tolerance_finite": _FINITE,
    "ck_method_parameters_trend_percent_finite": _FINITE,
    "ck_method_parameters_trend_units_finite": _FINITE,
    "ck_method_parameters_trend_small_finite": _FINITE,
    "ck_method_parameters_thresholds_order": "Les seuils doivent aller en décroissant : bonne voie, à accélérer, recul.",
    "uq_person_email": "Une personne a déjà cette adresse électronique.",
    "uq_person_issuer_subject": "Une personne a déjà cette identité chez ce fournisseur.",
    "ck_person_identity_pair": "Une identité demande à la fois son fournisseur et son numéro chez lui.",
    "ck_person_email_lower_case": "Une adresse électronique s’enregistre en minuscules.",
    "ck_person_role_role_known": "Le rôle doit être lecteur, contributeur, validateur ou administrateur.",
    "uq_sign_in_session_token_hash": "Cette session existe déjà : recommencez la connexion.",
    "uq_campaign_code": "Ce code de campagne existe déjà.",
    "ck_campaign_dates_order": "L’échéance d’une campagne ne peut pas précéder son ouverture.",
    "ck_campaign_state_known": "Cet état n’existe pas dans la vie d’une campagne.",
    "ux_draft_total": _DRAFT,
    "ux_draft_item": _DRAFT,
    "uq_entry_batch_code": "Ce numéro d’import existe déjà.",
    "ck_entry_batch_method_known": _METHOD,
    "ck_entry_batch_undone_pair": "Un import annulé dit par qui et quand.",
    "ck_period_lock_reason_given": "Verrouiller une période demande un motif.",
    "ck_period_lock_lifted_pair": "Un verrou levé dit par qui et quand.",
    "ck_lock_exception_reason_given": "Une exception à un verrou demande un motif.",
    "ck_value_rule_hard_low_finite": _FINITE,
    "ck_value_rule_hard_high_finite": _FINITE,
    "ck_value_rule_plausible_low_finite": _FINITE,
    "ck_value_rule_plausible_high_finite": _FINITE,
    "ck_value_rule_max_change_finite": _FINITE,
    "ck_value_rule_hard_order": "La borne basse dépasse la borne haute.",
    "ck_value_rule_plausible_order": "La borne basse dépasse la borne haute.",
    "ck_value_rule_max_change_positive": "La variation admise doit être plus grande que zéro.",
    "uq_cross_rule_code": "Ce code de règle existe déjà.",
    "ck_retirement_one_subject": "Un retrait porte sur un indicateur ou sur une série.",
    "ck_retirement_reason_given": "Retirer ou rétablir demande un motif.",
    "ck_horizon_change_horizon_known": _HORIZON,
    "ck_horizon_change_roadmap_dated": "Chaque échéance de la feuille de route a une date.",
    "ck_horizon_change_reason_given": "Changer la date d’une échéance demande un motif.",
    "uq_edition_code": "Une édition a déjà ce code.",
    "uq_edition_as_of": "Une édition a déjà été figée à cet instant.",
    "ck_edition_fingerprint_sha256": "L’empreinte d’une édition compte 64 caractères.",
    "ck_edition_as_of_past": "Une édition ne peut pas montrer un instant à venir.",
    "ck_edition_line_value_finite": _FINITE,
    "ck_appreciation_version_about_one": _ABOUT,
    "ck_appreciation_version_version_no_positive": _POSITIVE,
    "ck_appreciation_version_level_known": "Cette appréciation n’est pas connue.",
    "ck_appreciation_version_state_known": "Une appréciation est proposée, retenue ou retirée.",
    "ux_appreciation_version_area": _VERSION,
    "ux_appreciation_version_series": _VERSION,
    "ck_comment_version_about_one": _ABOUT,
    "ck_comment_version_version_no_positive": _POSITIVE,
    "ck_comment_version_text_given": "Un commentaire demande un texte.",
    "ck_comment_version_kind_known": "Ce type de commentaire n’est pas connu.",
    "ux_comment_version_area": _VERSION,
    "ux_comment_version_series": _VERSION,
    "uq_decision_code": "Une décision a déjà ce numéro.",
    "uq_decision_version_decision_id_version_no": _VERSION,
    "ck_decision_version_version_no_positive": _POSITIVE,
    "ck_decision_version_text_given": "Une décision demande un texte.",
    "ck_decision_version_change_has_note": "Modifier une décision demande une note.",
    "ck_decision_version_state_known": "Cet état n’existe pas dans la vie d’une décision.",
    "append_only": "L’historique ne se modifie pas et ne s’efface pas : enregistrez une nouvelle version.",
    "behind_edition": "Cette version est datée d’avant la dernière édition figée, qui ne change plus : réessayez, et vérifiez l’horloge de cette machine.",
}

# What triggers refuse: their names are not those of constraints.
_TRIGGERS = ("append_only", "behind_edition")


def translate(error: DBAPIError) -> StoreError:
    """The refusal behind a database error, in French; unknown ones say so plainly."""
    rule = _rule_of(error)
    if rule in MESSAGES:
        return StoreError(MESSAGES[rule], rule)
    if isinstance(error, IntegrityError) and "FOREIGN KEY" in str(error.orig).upper():
        return StoreError(_REFERENCE, rule)
    if isinstance(error, IntegrityError | DataError):
        return StoreError("La base de données a refusé cette écriture ; rien n’a été enregistré.", rule)
    return StoreUnavailable("La base de données ne répond pas. Réessayez dans un instant ; rien n’a été enregistré.")


def _rule_of(error: DBAPIError) -> str:
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is not None and diagnostics.constraint_name:
        return str(diagnostics.constraint_name)
    text = str(error.orig)
    for name in _TRIGGERS:
        if name in text:
            return name
    named = [name for name in MESSAGES if name in text]
    return named[0] if named else _sqlite_unique().get(text.partition("UNIQUE constraint failed: ")[2], "")


@lru_cache
def _sqlite_unique() -> dict[str, str]:
    """SQLite names the columns of a broken UNIQUE, not the constraint: this finds the name again."""
    names = {}
    for table in Base.metadata.tables.values():
        unique: list[UniqueConstraint | Index] = [r for r in table.constraints if isinstance(r, UniqueConstraint)]
        for rule in [*unique, *(index for index in table.indexes if index.unique)]:
            names[", ".join(f"{table.name}.{column.name}" for column in rule.columns)] = str(rule.name)
    return names
