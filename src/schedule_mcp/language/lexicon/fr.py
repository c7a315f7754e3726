"""French."""

from __future__ import annotations

from schedule_mcp.language.lexicon import K, Lexicon, table
from schedule_mcp.language.lexicon.fillers import fillers
from schedule_mcp.language.lexicon.forms import every_nth
from schedule_mcp.schedule.model import WEEKEND, WORKDAYS

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_ALTERNATE = (
    "un {} sur deux|un {} sur 2|1 {} sur 2|le {} une semaine sur deux|le {} tous les 15 jours|"
    "le {} tous les quinze jours|"
    "tous les 15 jours le {}|tous les 14 jours le {}|le {} tous les 14 jours"
)

_TABLE = table(
    (
        K.WEEKDAY,
        {
            "lundi": (0, False),
            "mardi": (1, False),
            "mercredi": (2, False),
            "jeudi": (3, False),
            "vendredi": (4, False),
            "samedi": (5, False),
            "dimanche": (6, False),
        },
    ),
    (
        K.WEEKDAY,
        {
            "lundis|les lundis|tous les lundis|le lundi": (0, True),
            "mardis|les mardis|tous les mardis|le mardi": (1, True),
            "mercredis|les mercredis|tous les mercredis|le mercredi": (2, True),
            "jeudis|les jeudis|tous les jeudis|le jeudi": (3, True),
            "vendredis|les vendredis|tous les vendredis|le vendredi": (4, True),
            "samedis|les samedis|tous les samedis|le samedi": (5, True),
            "dimanches|les dimanches|tous les dimanches|le dimanche": (6, True),
        },
    ),
    (
        K.DAY_SET,
        {
            "jour ouvrable|jour ouvré|jour de semaine": (WORKDAYS, False),
            "jours ouvrables|jours ouvrés|jours de semaine|les jours ouvrables|les jours ouvrés|en semaine|"
            "jours de la semaine": (
                WORKDAYS,
                True,
            ),
            "week-end|weekend": (WEEKEND, False),
            "week-ends|weekends|le week-end|les week-ends|le weekend|les weekends": (WEEKEND, True),
        },
    ),
    (
        K.MONTH,
        {
            "janvier": 1,
            "février|fevrier": 2,
            "mars": 3,
            "avril": 4,
            "mai": 5,
            "juin": 6,
            "juillet": 7,
            "août|aout": 8,
            "septembre": 9,
            "octobre": 10,
            "novembre": 11,
            "décembre|decembre": 12,
        },
    ),
    (
        K.DAY_REF,
        {
            "aujourd'hui|aujourd’hui": 0,
            "demain": 1,
            "après-demain|apres-demain|après demain": 2,
            "hier": -1,
        },
    ),
    (
        K.DAY_PART,
        {
            "matin|du matin|le matin": (1, 12),
            "après-midi|de l'après-midi|l'après-midi|apres-midi": (12, 18),
            "soir|du soir|le soir": (16, 24),
            "nuit|de la nuit|la nuit": (20, 30),
        },
    ),
    (
        K.NUMBER,
        {
            "un|une": 1,
            "deux": 2,
            "trois": 3,
            "quatre": 4,
            "cinq": 5,
            "six": 6,
            "sept": 7,
            "huit": 8,
            "neuf": 9,
            "dix": 10,
            "onze": 11,
            "douze": 12,
            "treize": 13,
            "quatorze": 14,
            "quinze": 15,
            "seize": 16,
            "dix-sept": 17,
            "dix-huit": 18,
            "dix-neuf": 19,
            "vingt": 20,
        },
    ),
    (K.NUMBER, {"trente": 30, "quarante": 40, "quarante-cinq": 45, "cinquante": 50}),
    (
        K.ORDINAL,
        {
            "premier|première|premiere": 1,
            "deuxième|deuxieme|second|seconde": 2,
            "troisième|troisieme": 3,
            "quatrième|quatrieme": 4,
            "cinquième": 5,
            "dernier|dernière|derniere": -1,
            "avant-dernier|avant-dernière": -2,
        },
    ),
    (K.COUNT, {"une fois": 1, "deux fois": 2}),
    (K.TIMES, ["fois"]),
    (K.EVERY, ["chaque|tous les|toutes les|tout|toute|tous|toutes|à chaque"]),
    (K.ALTERNATE_AFTER, {"sur deux": 2, "sur trois": 3, "sur quatre": 4}),
    (
        K.UNIT,
        {
            "seconde|secondes": "second",
            "minute|minutes|min|mn": "minute",
            "heure|heures|h": "hour",
            "jour|jours": "day",
            "semaine|semaines": "week",
            "mois": "month",
            "trimestre|trimestres": "quarter",
            "an|ans|année|années": "year",
            "demi-heure|une demi-heure": "half hour",
            "quart d'heure|un quart d'heure": "quarter hour",
        },
    ),
    (
        K.FREQUENCY,
        {
            "quotidiennement|quotidien": (1, "day"),
            "hebdomadairement": (1, "week"),
            "mensuellement": (1, "month"),
            "annuellement": (1, "year"),
            "tous les quinze jours": (2, "week"),
        },
    ),
    (K.PER, ["par"]),
    (K.CLOCK, {"midi|à midi": 43200, "minuit|à minuit": 0}),
    (K.OCLOCK, ["h|heures|heure"]),
    (K.HALF_PAST, {"et demie|et demi": 30, "et quart": 15, "moins le quart": -15}),
    (K.AT, ["à|a"]),
    (K.ON, ["le|les|du"]),
    (K.IN, ["dans|en"]),
    (K.OF, ["du|de|de chaque|de la|des|d'|en|par"]),
    (K.FROM, ["de|du|à partir de|depuis"]),
    (K.TO, ["à|au|jusqu'à|jusqu'au"]),
    (K.BETWEEN, ["entre"]),
    (K.UNTIL, ["jusqu'au|jusqu'à|jusqu'en"]),
    (K.BEFORE, ["avant|avant le"]),
    (K.START, ["à partir du|à partir de|dès|à compter du|à compter de"]),
    (K.FOR, ["pendant|durant"]),
    (K.AND, ["et"]),
    (K.OR, ["ou"]),
    (K.EXCEPT, ["sauf|sauf le|sauf les|excepté|hormis|sauf en|à l'exception du"]),
    (K.ONLY, ["seulement|uniquement"]),
    (K.NEXT, ["prochain|prochaine"]),
    (K.THIS, ["ce|cette"]),
    (K.NOW, ["maintenant"]),
    (K.HOLIDAYS, ["jours fériés|fériés|jour férié"]),
    (K.END, ["fin de|fin du|à la fin de|à la fin du|fin|la fin de|la fin du"]),
    (K.BEGINNING, ["début de|début du|au début de|au début du"]),
    (K.ARTICLE, ["le|la|les|l'|un|une"]),
    (K.LOCAL_TIME, ["heure locale"]),
    (K.FEW, ["quelques|plusieurs"]),
    (K.FILLER, ["s'il vous plaît|s'il te plaît|merci|exécuter|exécute|lance|lancer|svp"]),
    # What is put together from the words above
    (K.ALTERNATE_WEEKDAY, every_nth(_ALTERNATE, _DAYS)),
    (
        K.WEEKDAY,
        {
            "lun": (0, False),
            "mer": (2, False),
            "jeu": (3, False),
            "ven": (4, False),
            "sam": (5, False),
            "dim": (6, False),
        },
    ),
    (
        K.DAY_SET,
        {
            "jour ouvre|jour travaillé": (WORKDAYS, False),
            "jours ouvres|les jours ouvres|les jours de semaine|pendant la semaine|jours travaillés|en jours ouvrés": (
                WORKDAYS,
                True,
            ),
            "we|week end": (WEEKEND, False),
            "le week end|les week ends|week ends|le we|les we|en week-end": (WEEKEND, True),
        },
    ),
    (K.MONTH, {"janv": 1, "févr|fevr": 2, "juil": 7, "oct": 10, "nov": 11, "déc|dec": 12}),
    (K.DAY_REF, {"aujourd hui|aujourdhui|d'aujourd hui": 0, "apres demain": 2}),
    (
        K.DAY_PART,
        {
            "matins|au matin": (1, 12),
            "de l'apres-midi|l'apres-midi|après midi|apres midi|l'après midi|de l'après midi|après-midis": (12, 18),
            "soirs|au soir|soirée|soiree|en soirée": (16, 24),
            "nuits": (20, 30),
            "de midi": (11, 15),
        },
    ),
    (
        K.DAY_AND_PART,
        {
            "ce matin": (0, (4, 12)),
            "ce midi": (0, (11, 15)),
            "cet après-midi|cet apres-midi|cet après midi|cet apres midi|cette après-midi": (0, (12, 18)),
            "ce soir": (0, (16, 24)),
            "cette nuit": (0, (20, 30)),
        },
    ),
    (K.NUMBER, {"vingt-cinq": 25, "vingt-quatre": 24, "soixante": 60, "quatre-vingt-dix": 90}),
    (
        K.ORDINAL,
        {
            "cinquieme": 5,
            "avant-derniere|avant dernier|avant-dernier": -2,
            "derniers|dernières": -1,
            "premiers|premières": 1,
        },
    ),
    (K.COUNT, {"trois fois": 3}),
    (K.EVERY, ["chacun des|a chaque|chaques"]),
    (
        K.UNIT,
        {
            "annee|annees|années": "year",
            "sec": "second",
            "demi-heures|demi heures|demi heure|une demi heure|demie heure|demie-heure": "half hour",
            "trois quarts d'heure|trois-quarts d'heure": "three quarters",
            "mins": "minute",
        },
    ),
    (
        K.FREQUENCY,
        {
            "un jour sur deux|1 jour sur 2|un jour sur 2": (2, "day"),
            "un jour sur trois|1 jour sur 3|un jour sur 3": (3, "day"),
            "une semaine sur deux|1 semaine sur 2|une semaine sur 2": (2, "week"),
            "une semaine sur trois": (3, "week"),
            "un mois sur deux|1 mois sur 2|un mois sur 2": (2, "month"),
            "une heure sur deux|une heure sur 2": (2, "hour"),
            "trimestriellement": (1, "quarter"),
            "d'heure en heure": (1, "hour"),
        },
    ),
    (K.ALTERNATE_AFTER, {"sur 2": 2, "sur 3": 3, "sur 4": 4}),
    (
        K.HALF_PAST,
        {"moins quart": -15, "moins cinq": -5, "moins dix": -10, "moins vingt": -20, "moins vingt-cinq": -25},
    ),
    (K.CLOCK, {"a midi": 43200, "a minuit": 0}),
    (K.TO, ["jusqu'a|jusqu a"]),
    (K.UNTIL, ["jusqu'a|jusqu'au|jusqu'à la|jusqu'a la|jusqu'en"]),
    (K.AFTER, ["après"]),
    (K.START, ["a partir du|a partir de|a compter du|à partir d'|a partir d'|des le|dès le"]),
    (
        K.EXCEPT,
        [
            "à part le|à part les|a part le|sauf la|sauf le|excepté le|excepté les|excepte le|hormis le|"
            "hormis les|mais pas le"
        ],
    ),
    (K.EXCEPT, ["mais pas les|pas le|pas les|à l'exception des|a l'exception du|hors"]),
    (K.NEXT, ["prochains|prochaines|qui vient|suivant|suivante"]),
    (K.THIS, ["cet"]),
    (K.END, ["a la fin de|a la fin du|en fin de|à la fin d'|fin d'|en fin du"]),
    (K.BEGINNING, ["debut de|debut du|au debut de|au debut du|en début de|en debut de|début|debut|au début d'"]),
    (K.TIME_WORD, ["fuseau horaire|à l'heure|fuseau"]),
    (
        K.FILLER,
        [
            "rappelle-moi|rappelle moi|rappelez-moi|rappelez moi|me rappeler|rappeler|préviens-moi|previens-moi|"
            "préviens moi"
        ],
    ),
    (
        K.FILLER,
        ["stp|s'il te plait|s'il vous plait|merci beaucoup|merci bien|peux-tu|peux tu|pouvez-vous|pourrais-tu|tu peux"],
    ),
    (
        K.FILLER,
        [
            "je veux|je voudrais|j'aimerais|execute|executer|exécute-le|lance-le|bonjour|salut|ok|un rappel|"
            "rappel|envoie-moi"
        ],
    ),
    (K.EACH_PART, ["matins|soirs|nuits|après-midis"]),
    (K.ON_THE_HOUR, {"à l'heure pile|à chaque heure pile|pile": (0,)}),
    (K.PAST_EACH_HOUR, ["de chaque heure|après chaque heure"]),
    (K.UNIT, {"quarts d'heure": "quarter hour"}),
    (K.FILLER, ["précises|précise|exactement"]),
    (K.IN_ALL, ["au total|en tout"]),
    (K.DAY_PART, {"à midi|a midi": (11, 15)}),
    (K.FILLER, fillers("fr")),
    (K.MINUTE_OF, ["à la minute|aux minutes"]),
    (K.TO, ["a"]),
    (K.EXCEPT, {"mais": "other"}),
    (K.NOT, ["pas"]),
    (K.REST, {"tous les autres|les autres|le reste des": None}),
    (K.REST, {"sinon|autrement": False}),
    (K.EXCLUDED, ["exclu|exclus|exclue|exclues|non compris"]),
    (K.AFTER, ["après le|apres le|apres"]),
    (K.FILLER, ["aussi|également|egalement|toujours"]),
    (K.UNIT, {"semestre|semestres": "half year", "bimestre": "two months"}),
    (K.SEVERAL, ["jours"]),
    (K.WEEKDAY, {"mar": (1, False)}),
    (K.SINGULAR, ["le lundi|le mardi|le mercredi|le jeudi|le vendredi|le samedi|le dimanche"]),
    (K.ALSO, ["aussi|également|egalement"]),
    (K.EVERY, ["ttes les|tt les|ts les"]),
    (K.FREQUENCY, {"hebdomadaire": (1, "week"), "mensuel": (1, "month"), "annuel": (1, "year")}),
)

FRENCH = Lexicon(
    code="fr",
    table=_TABLE,
    dotted_clock=True,
    ordinal_suffixes=frozenset({"er", "ère", "e", "ème"}),
    next_after_noun=True,
    inclusive_days=frozenset({8, 15}),
)
