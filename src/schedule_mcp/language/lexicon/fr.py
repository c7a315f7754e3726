"""French."""

from __future__ import annotations

from schedule_mcp.language.lexicon import Exclusion, K, Lexicon, Others, parts, table
from schedule_mcp.language.lexicon.forms import chat_words, every_nth, task_words
from schedule_mcp.language.lexicon.traits import EUROPEAN, Trait
from schedule_mcp.schedule.model import WEEKEND, WORKDAYS

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_ALTERNATE = (
    "un {} sur deux|un {} sur 2|1 {} sur 2|le {} une semaine sur deux|le {} tous les 15 jours|"
    "le {} tous les quinze jours|"
    "tous les 15 jours le {}|tous les 14 jours le {}|le {} tous les 14 jours"
)

_TASKS = """
    rapport | rapports | tâche | tache | tâches | traitement | sauvegarde | résumé | bilan | message |
    courriel | données | agent | flux | processus | vérification | requête | lettre d'information |
    synchronisation
    """
_CHAT = chat_words(
    verbs="""
    lancez | relance | relancer | démarre | demarre | démarrer | envoie | envoyez | envoyer | envoie-nous |
    exécutez | fais | faire | faites | fais tourner | faire tourner | vérifie | verifie | vérifier | génère |
    genere | générer | mets à jour | actualise | actualiser | récupère | récupérer | synchronise |
    synchroniser | publie | publier | tourne
    """,
    owners="le | la | les | l' | mon | ma | mes | notre | nos | un | une | ce | cette | ton | ta",
    nouns=_TASKS,
    rest="""
    ça | ca | cela | moi | nous | il faut | il faudrait | doit | devrait | doit tourner | pourriez-vous | peux
    """,
)
"""What is said around a time and carries none."""

_TABLE = table(
    (
        K.WEEKDAY,
        {
            "lundi|lun": (0, False),
            "mardi|mar": (1, False),
            "mercredi|mer": (2, False),
            "jeudi|jeu": (3, False),
            "vendredi|ven": (4, False),
            "samedi|sam": (5, False),
            "dimanche|dim": (6, False),
            "lundis|les lundis|tous les lundis|le lundi": (0, True),
            "mardis|les mardis|tous les mardis|le mardi": (1, True),
            "mercredis|les mercredis|tous les mercredis|le mercredi": (2, True),
            "jeudis|les jeudis|tous les jeudis|le jeudi": (3, True),
            "vendredis|les vendredis|tous les vendredis|le vendredi": (4, True),
            "samedis|les samedis|tous les samedis|le samedi": (5, True),
            "dimanches|les dimanches|tous les dimanches|le dimanche": (6, True),
        },
    ),
    (K.SINGULAR, ["le lundi|le mardi|le mercredi|le jeudi|le vendredi|le samedi|le dimanche"]),
    (
        K.DAY_SET,
        {
            "jour ouvrable|jour ouvré|jour de semaine|jour ouvre|jour travaillé": (WORKDAYS, False),
            "jours ouvrables|jours ouvrés|jours de semaine|les jours ouvrables|les jours ouvrés|en semaine|"
            "jours de la semaine|jours ouvres|les jours ouvres|les jours de semaine|pendant la semaine|"
            "jours travaillés|en jours ouvrés": (
                WORKDAYS,
                True,
            ),
            "week-end|weekend|we|week end": (WEEKEND, False),
            "week-ends|weekends|le week-end|les week-ends|le weekend|les weekends|le week end|les week ends|"
            "week ends|le we|les we|en week-end": (WEEKEND, True),
        },
    ),
    (
        K.MONTH,
        {
            "janvier|janv": 1,
            "février|fevrier|févr|fevr": 2,
            "mars": 3,
            "avril": 4,
            "mai": 5,
            "juin": 6,
            "juillet|juil": 7,
            "août|aout": 8,
            "septembre": 9,
            "octobre|oct": 10,
            "novembre|nov": 11,
            "décembre|decembre|déc|dec": 12,
        },
    ),
    (
        K.WEEK_PARITY,
        {
            "semaine paire|semaines paires|les semaines paires|des semaines paires": True,
            "semaine impaire|semaines impaires|les semaines impaires|des semaines impaires": False,
        },
    ),
    (
        K.SEASON_DAY,
        {
            "noël|noel|le jour de noël|jour de noël": (12, 25),
            "jour de l'an|le jour de l'an|nouvel an|le nouvel an": (1, 1),
            "saint-sylvestre|la saint-sylvestre": (12, 31),
        },
    ),
    (
        K.DAY_REF,
        {
            "aujourd'hui|aujourd’hui|aujourd hui|aujourdhui|d'aujourd hui": 0,
            "demain": 1,
            "après-demain|apres-demain|après demain|apres demain": 2,
            "hier": -1,
        },
    ),
    (K.HOLIDAYS, ["jours fériés|fériés|jour férié"]),
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
            "trente": 30,
            "quarante": 40,
            "quarante-cinq": 45,
            "cinquante": 50,
            "vingt-cinq": 25,
            "vingt-quatre": 24,
            "soixante": 60,
            "quatre-vingt-dix": 90,
        },
    ),
    (
        K.ORDINAL,
        {
            "premier|première|premiere|premiers|premières": 1,
            "deuxième|deuxieme|second|seconde": 2,
            "troisième|troisieme": 3,
            "quatrième|quatrieme": 4,
            "cinquième|cinquieme": 5,
            "dernier|dernière|derniere|derniers|dernières": -1,
            "avant-dernier|avant-dernière|avant-derniere|avant dernier|pénultième|penultieme": -2,
            "antépénultième|antepenultieme|avant-avant-dernier|avant-avant-dernière": -3,
        },
    ),
    (
        K.COUNT,
        {
            "une fois": 1,
            "deux fois": 2,
            "trois fois": 3,
        },
    ),
    (K.IN_ALL, ["au total|en tout"]),
    (K.TIMES, ["fois"]),
    (K.FEW, ["quelques|plusieurs"]),
    (
        K.EVERY,
        [
            "chaque|tous les|toutes les|tout|toute|tous|toutes|à chaque|chacun des|a chaque|chaques|ttes les|"
            "tt les|ts les"
        ],
    ),
    (
        K.REST,
        {
            "tous les autres|les autres|le reste des": Others.DAYS,
            "sinon|autrement": Others.ALONE,
        },
    ),
    (
        K.ALTERNATE_AFTER,
        {
            "sur deux|sur 2": 2,
            "sur trois|sur 3": 3,
            "sur quatre|sur 4": 4,
        },
    ),
    (K.ALTERNATE_WEEKDAY, every_nth(_ALTERNATE, _DAYS)),
    (
        K.UNIT,
        {
            "seconde|secondes|sec": "second",
            "minute|minutes|min|mn|mins": "minute",
            "heure|heures|h": "hour",
            "jour|jours": "day",
            "semaine|semaines": "week",
            "mois": "month",
            "trimestre|trimestres": "quarter",
            "an|ans|année|années|annee|annees": "year",
            "demi-heure|une demi-heure|demi-heures|demi heures|demi heure|une demi heure|demie heure|"
            "demie-heure": "half hour",
            "quart d'heure|un quart d'heure|quarts d'heure": "quarter hour",
            "trois quarts d'heure|trois-quarts d'heure": "three quarters",
            "semestre|semestres": "half year",
            "bimestre": "two months",
        },
    ),
    (K.SEVERAL, ["jours"]),
    (
        K.FREQUENCY,
        {
            "quotidiennement|quotidien": (1, "day"),
            "hebdomadairement|hebdomadaire": (1, "week"),
            "mensuellement|mensuel": (1, "month"),
            "annuellement|annuel": (1, "year"),
            "tous les quinze jours|une semaine sur deux|1 semaine sur 2|une semaine sur 2": (2, "week"),
            "un jour sur deux|1 jour sur 2|un jour sur 2": (2, "day"),
            "un jour sur trois|1 jour sur 3|un jour sur 3": (3, "day"),
            "une semaine sur trois": (3, "week"),
            "un mois sur deux|1 mois sur 2|un mois sur 2": (2, "month"),
            "une heure sur deux|une heure sur 2": (2, "hour"),
            "trimestriellement": (1, "quarter"),
            "d'heure en heure": (1, "hour"),
        },
    ),
    (K.PER, ["par"]),
    (
        K.CLOCK,
        {
            "midi|à midi|a midi": 43200,
            "minuit|à minuit|a minuit": 0,
        },
    ),
    (
        K.DAY_PART,
        {
            "matin|du matin|le matin|matins|au matin": parts.MORNING,
            "après-midi|de l'après-midi|l'après-midi|apres-midi|de l'apres-midi|l'apres-midi|après midi|"
            "apres midi|l'après midi|de l'après midi|après-midis": parts.AFTERNOON,
            "soir|du soir|le soir|soirs|au soir|soirée|soiree|en soirée": parts.EVENING,
            "nuit|de la nuit|la nuit|nuits": parts.WHOLE_NIGHT,
            "de midi|à midi|a midi": parts.NOON,
        },
    ),
    (
        K.DAY_AND_PART,
        {
            "ce matin": (0, parts.MORNING),
            "ce midi": (0, parts.NOON),
            "cet après-midi|cet apres-midi|cet après midi|cet apres midi|cette après-midi": (0, parts.AFTERNOON),
            "ce soir": (0, parts.EVENING),
            "cette nuit": (0, parts.WHOLE_NIGHT),
        },
    ),
    (K.EACH_PART, ["matins|soirs|nuits|après-midis"]),
    (K.OCLOCK, ["h|heures|heure"]),
    (
        K.HALF_PAST,
        {
            "et demie|et demi": 30,
            "et quart": 15,
            "moins le quart|moins quart": -15,
            "moins cinq": -5,
            "moins dix": -10,
            "moins vingt": -20,
            "moins vingt-cinq": -25,
        },
    ),
    (
        K.ON_THE_HOUR,
        {
            "à l'heure pile|à chaque heure pile|pile": (0,),
        },
    ),
    (K.MINUTE_OF, ["à la minute|aux minutes"]),
    (K.PAST_EACH_HOUR, ["de chaque heure|après chaque heure"]),
    (K.AT, ["à|a"]),
    (K.ON, ["le|les|du"]),
    (K.IN, ["dans|en"]),
    (K.OF, ["du|de|de chaque|de la|des|d'|en|par"]),
    (K.FROM, ["de|du|à partir de|depuis"]),
    (K.TO, {"a": True}, ["à|au|jusqu'à|jusqu'au|jusqu'a|jusqu a"]),
    (K.BETWEEN, ["entre"]),
    (K.UNTIL, ["jusqu'au|jusqu'à|jusqu'en|jusqu'a|jusqu'à la|jusqu'a la"]),
    (K.MERIDIEM, {"am|a.m.|a.m|a m": "am", "pm|p.m.|p.m|p m": "pm"}),
    (K.BEFORE, ["avant|avant le"]),
    (K.AFTER, ["après|après le|apres le|apres"]),
    (
        K.START,
        [
            "à partir du|à partir de|dès|à compter du|à compter de|a partir du|a partir de|a compter du|"
            "à partir d'|a partir d'|des le|dès le"
        ],
    ),
    (K.FOR, ["pendant|durant"]),
    (K.AND, ["et"]),
    (K.OR, ["ou"]),
    (
        K.EXCEPT,
        {
            "sauf|sauf le|sauf les|excepté|hormis|sauf en|à l'exception du|à part le|à part les|a part le|"
            "sauf la|excepté le|excepté les|excepte le|hormis le|hormis les|mais pas le|mais pas les|pas le|"
            "pas les|à l'exception des|a l'exception du|hors": Exclusion.PLAIN,
            "mais": Exclusion.OTHER_TIME,
        },
    ),
    (K.EXCLUDED, ["exclu|exclus|exclue|exclues|non compris|non"]),
    (K.ONLY, ["seulement|uniquement"]),
    (K.NOT, ["pas"]),
    (K.NEXT, ["prochain|prochaine|prochains|prochaines|qui vient|suivant|suivante"]),
    (K.THIS, ["ce|cette|cet"]),
    (K.NOW, ["maintenant"]),
    (
        K.END,
        [
            "fin de|fin du|à la fin de|à la fin du|fin|la fin de|la fin du|a la fin de|a la fin du|en fin de|"
            "à la fin d'|fin d'|en fin du"
        ],
    ),
    (
        K.BEGINNING,
        [
            "début de|début du|au début de|au début du|debut de|debut du|au debut de|au debut du|en début de|"
            "en debut de|début|debut|au début d'"
        ],
    ),
    (K.ARTICLE, ["le|la|les|l'|un|une"]),
    (K.TIME_WORD, ["fuseau horaire|à l'heure|fuseau"]),
    (K.LOCAL_TIME, ["heure locale"]),
    (K.TASK, task_words(_TASKS)),
    (
        K.FILLER,
        [
            "s'il vous plaît|s'il te plaît|merci|exécuter|exécute|lance|lancer|svp|rappelle-moi|rappelle moi|"
            "rappelez-moi|rappelez moi|me rappeler|rappeler|préviens-moi|previens-moi|préviens moi|stp|"
            "s'il te plait|s'il vous plait|merci beaucoup|merci bien|peux-tu|peux tu|pouvez-vous|pourrais-tu|"
            "tu peux|je veux|je voudrais|j'aimerais|execute|executer|exécute-le|lance-le|bonjour|salut|ok|"
            "un rappel|rappel|envoie-moi|précises|précise|exactement|aussi|également|egalement|toujours"
        ],
        _CHAT,
    ),
    (K.ALSO, ["aussi|également|egalement"]),
)

FRENCH = Lexicon(
    code="fr",
    table=_TABLE,
    traits=EUROPEAN
    | {
        Trait.DOTTED_CLOCK,
        Trait.NEXT_AFTER_NOUN,
        Trait.MINUTES_AFTER_NOON,
    },
    ordinal_suffixes=frozenset({"er", "ère", "e", "ème"}),
    inclusive_days=frozenset({8, 15}),
)
