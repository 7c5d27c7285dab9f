"""What the surveys look at: every screen of the registry on a desk, on a phone, and those that need it in the dark."""

SERIES, PERSON = "indicateur?serie=ENT-01-A1", "amelie.exemple@demonstration.example"

COMMITTEE = ["depuis", "decisions", "editions", "apprendre", "exporter"]
# The opening, the closing (whole as long as no series was seen), an area, a series.
MEETING = ["reunion", "reunion?vue=9999", "reunion?vue=1", "reunion?vue=2"]
FORMS = [
    f"personnes?personne={PERSON}&aire=1&famille=PRO",
    "parametres",
    "cibles?serie=PRO-11-A5&champ=MT",
    "catalogue?indicateur=ENT-01",
    "catalogue?regle=nouvelle",
]

ON_DESK = {
    "published": [
        "",
        "aire",
        "aire?aire=4",
        "indicateurs",
        "comparer?famille=SNU",
        "depuis",
        "decisions",
        "editions",
        "indicateur?serie=SNU-01-A5",
        SERIES,
        "guide",
    ],
    "demo": [
        "",
        "aire?aire=1",
        "indicateurs?a_voir=retard",
        "comparer?famille=ENT",
        *COMMITTEE,
        SERIES,
        "saisie?famille=SNU",
        "valeur?serie=ENT-01-A1&periode=2026",
        "importer",
        "importer?facon=fichier",
        "valider?groupe=Aire+4",
        "valider?etape=publier&groupe=Aire+2",
        "campagnes",
        "campagnes?campagne=COL-2025",
        "campagnes?campagne=COL-2025&vue=series&responsable=personne",
        "campagnes?campagne=COL-2025&vue=relances",
        "campagnes?campagne=COL-2025&vue=composer",
        "campagnes?vue=verrous",
        "campagnes?vue=nouvelle",
        "journal?serie=ENT-06",
        *FORMS,
        "methode",
    ],
}
# On a screen of its own the meeting is larger than on a desk.
ON_PROJECTOR = {"demo": MEETING}
# On a phone the demonstration shows every layout; of the published values, those that are mostly empty.
ON_PHONE = {
    "published": ["", SERIES, "depuis", "decisions", "editions", "guide"],
    "demo": [
        "",
        "?edition=COMITE-2026-05",
        "aire?aire=1",
        "indicateurs?a_voir=retard",
        "comparer?famille=ENT",
        *COMMITTEE,
        *MEETING,
        SERIES,
        "saisie?famille=SNU",
        "valeur?serie=ENT-01-A1&periode=2026",
        "importer",
        "valider?groupe=Aire+4",
        "campagnes?campagne=COL-2025",
        "journal?serie=ENT-06",
        *FORMS,
        "methode",
    ],
}
# Colours are chosen by part: these hold every part.
IN_THE_DARK = {"demo": ["", SERIES, "aire?aire=1", "comparer?famille=HOP", *MEETING, *FORMS]}
