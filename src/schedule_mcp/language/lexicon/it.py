"""Italian."""

from __future__ import annotations

from schedule_mcp.language.lexicon import K, Lexicon, table
from schedule_mcp.language.lexicon.fillers import fillers
from schedule_mcp.language.lexicon.forms import compounds, every_nth, forms
from schedule_mcp.schedule.model import WEEKEND, WORKDAYS

_EVERY = {
    "lunedì|lunedi": (0, True),
    "martedì|martedi": (1, True),
    "mercoledì|mercoledi": (2, True),
    "giovedì|giovedi": (3, True),
    "venerdì|venerdi": (4, True),
}
_DAYS = (
    "lunedì|lunedi",
    "martedì|martedi",
    "mercoledì|mercoledi",
    "giovedì|giovedi",
    "venerdì|venerdi",
    "sabato",
    "domenica",
)
_ALTERNATE = (
    "un {} sì e uno no|un {} si e uno no|un {} sì e un {} no|un {} sì, uno no|una {} sì e una no|"
    "una {} si e una no|un {} su due|"
    "una {} su due|a {} alterni|i {} alterni|"
    "ogni 15 giorni di {}|ogni 15 giorni il {}|ogni 15 giorni la {}|ogni 14 giorni di {}|ogni quindici giorni di {}|"
    "ogni quindici giorni il {}|il {} ogni 15 giorni|la {} ogni 15 giorni|di {} ogni 15 giorni"
)

_TABLE = table(
    (
        K.WEEKDAY,
        {
            "lunedì|lunedi|lun": (0, False),
            "martedì|martedi": (1, False),
            "mercoledì|mercoledi": (2, False),
            "giovedì|giovedi": (3, False),
            "venerdì|venerdi": (4, False),
            "sabato": (5, False),
            "domenica": (6, False),
        },
    ),
    (
        K.WEEKDAY,
        {
            "il lunedì|di lunedì|i lunedì|tutti i lunedì|ogni lunedì|il lunedi|tutti i lunedi": (0, True),
            "il martedì|i martedì|tutti i martedì|di martedì": (1, True),
            "il mercoledì|i mercoledì|tutti i mercoledì|di mercoledì": (2, True),
            "il giovedì|i giovedì|tutti i giovedì|di giovedì": (3, True),
            "il venerdì|i venerdì|tutti i venerdì|di venerdì": (4, True),
            "sabati|il sabato|i sabati|tutti i sabati|di sabato": (5, True),
            "domeniche|la domenica|le domeniche|tutte le domeniche|di domenica": (6, True),
        },
    ),
    (
        K.DAY_SET,
        {
            "giorno feriale|giorno lavorativo": (WORKDAYS, False),
            "giorni feriali|giorni lavorativi|nei giorni feriali|nei giorni lavorativi|i giorni feriali": (
                WORKDAYS,
                True,
            ),
            "fine settimana|weekend": (WEEKEND, False),
            "i fine settimana|nei fine settimana|nel fine settimana|nel weekend|i weekend|nei weekend": (WEEKEND, True),
        },
    ),
    (
        K.MONTH,
        {
            "gennaio": 1,
            "febbraio": 2,
            "marzo": 3,
            "aprile": 4,
            "maggio": 5,
            "giugno": 6,
            "luglio": 7,
            "agosto": 8,
            "settembre": 9,
            "ottobre": 10,
            "novembre": 11,
            "dicembre": 12,
        },
    ),
    (K.DAY_REF, {"oggi": 0, "domani": 1, "dopodomani": 2, "ieri": -1}),
    (
        K.DAY_PART,
        {
            "mattina|di mattina|del mattino|mattino|della mattina": (1, 12),
            "pomeriggio|di pomeriggio|del pomeriggio": (12, 18),
            "sera|di sera|della sera": (16, 24),
            "notte|di notte|della notte": (20, 30),
        },
    ),
    (
        K.NUMBER,
        {
            "uno|un|una": 1,
            "due": 2,
            "tre": 3,
            "quattro": 4,
            "cinque": 5,
            "sei": 6,
            "sette": 7,
            "otto": 8,
            "nove": 9,
            "dieci": 10,
            "undici": 11,
            "dodici": 12,
            "tredici": 13,
            "quattordici": 14,
            "quindici": 15,
            "sedici": 16,
            "diciassette": 17,
            "diciotto": 18,
            "diciannove": 19,
            "venti": 20,
        },
    ),
    (K.NUMBER, {"trenta": 30, "quaranta": 40, "quarantacinque": 45, "cinquanta": 50}),
    (
        K.ORDINAL,
        {
            "primo|prima": 1,
            "secondo|seconda": 2,
            "terzo|terza": 3,
            "quarto|quarta": 4,
            "quinto|quinta": 5,
            "ultimo|ultima": -1,
            "penultimo|penultima": -2,
        },
    ),
    (K.COUNT, {"una volta": 1, "due volte": 2}),
    (K.TIMES, ["volte|volta"]),
    (K.EVERY, ["ogni|tutti i|tutte le|ciascun|tutti gli"]),
    (
        K.UNIT,
        {
            "secondo|secondi": "second",
            "minuto|minuti|min": "minute",
            "ora|ore|h": "hour",
            "giorno|giorni": "day",
            "settimana|settimane": "week",
            "mese|mesi": "month",
            "trimestre|trimestri": "quarter",
            "anno|anni": "year",
            "mezz'ora|mezzora|mezza ora": "half hour",
            "quarto d'ora": "quarter hour",
        },
    ),
    (
        K.FREQUENCY,
        {
            "giornalmente|quotidianamente": (1, "day"),
            "settimanalmente": (1, "week"),
            "mensilmente": (1, "month"),
            "annualmente": (1, "year"),
        },
    ),
    (K.PER, ["al|alla"]),
    (K.CLOCK, {"mezzogiorno|a mezzogiorno": 43200, "mezzanotte|a mezzanotte": 0}),
    (K.OCLOCK, ["h|ore"]),
    (K.HALF_PAST, {"e mezza|e mezzo": 30, "e un quarto": 15, "meno un quarto": -15}),
    (K.AT, ["alle|alle ore|all'|ore|a"]),
    (K.ON, ["il|di|nei|nel|la|i"]),
    (K.IN, ["tra|fra|in"]),
    (K.OF, ["del|di|di ogni|della|dell'|a"]),
    (K.FROM, ["da|dal|dalle|dalla|dal giorno"]),
    (K.TO, ["a|al|alle|fino a|fino al|alla|fino alle"]),
    (K.BETWEEN, ["tra|fra|tra le|fra le"]),
    (K.UNTIL, ["fino a|fino al|fino alla"]),
    (K.BEFORE, ["prima del|prima di|prima delle"]),
    (K.START, ["a partire da|a partire dal|da|dal|iniziando da|a cominciare da"]),
    (K.FOR, ["per"]),
    (K.AND, ["e|ed"]),
    (K.OR, ["o|oppure"]),
    (K.EXCEPT, ["tranne|eccetto|salvo|tranne il|eccetto il|tranne la|escluso|tranne in"]),
    (K.ONLY, ["solo|soltanto"]),
    (K.NEXT, ["prossimo|prossima"]),
    (K.THIS, ["questo|questa"]),
    (K.NOW, ["adesso|ora"]),
    (K.HOLIDAYS, ["festivi|giorni festivi"]),
    (K.END, ["fine|fine del|alla fine del|alla fine di|la fine del"]),
    (K.BEGINNING, ["inizio|inizio del|all'inizio del"]),
    (K.ARTICLE, ["il|lo|la|i|gli|le|l'|un|una"]),
    (K.LOCAL_TIME, ["ora locale"]),
    (K.FEW, ["alcuni|alcune|qualche"]),
    (K.FILLER, ["per favore|esegui|eseguire|grazie|avvia"]),
    # What is put together from the words above
    (K.ALTERNATE_WEEKDAY, every_nth(_ALTERNATE, _DAYS)),
    (K.WEEKDAY, forms("il {}|i {}|tutti i {}|di {}|ogni {}", _EVERY)),
    (
        K.WEEKDAY,
        {
            "mar": (1, False),
            "mer": (2, False),
            "gio": (3, False),
            "ven": (4, False),
            "sab": (5, False),
            "dom": (6, False),
        },
    ),
    (
        K.DAY_SET,
        {
            "giorno infrasettimanale": (WORKDAYS, False),
            "durante la settimana|in settimana|tutti i giorni feriali|tutti i giorni lavorativi|i giorni lavorativi": (
                WORKDAYS,
                True,
            ),
            "week-end|week end": (WEEKEND, False),
            "nel week-end|nei week-end|il fine settimana|il weekend|di weekend|tutti i weekend|"
            "tutti i fine settimana": (
                WEEKEND,
                True,
            ),
        },
    ),
    (
        K.MONTH,
        {
            "gen": 1,
            "feb": 2,
            "apr": 4,
            "mag": 5,
            "giu": 6,
            "lug": 7,
            "ago": 8,
            "set": 9,
            "ott": 10,
            "nov": 11,
            "dic": 12,
        },
    ),
    (K.DAY_REF, {"dopo domani": 2}),
    (
        K.DAY_PART,
        {
            "al mattino|di mattino|la mattina|mattine|mattinata|in mattinata": (1, 12),
            "nel pomeriggio|pomeriggi|il pomeriggio|al pomeriggio": (12, 18),
            "la sera|sere|alla sera|in serata|serata": (16, 24),
            "la notte|notti|nella notte": (20, 30),
            "di mezzogiorno|del mezzogiorno": (11, 16),
        },
    ),
    (
        K.DAY_AND_PART,
        {
            "stamattina|stamane|stamani|questa mattina|oggi mattina": (0, (4, 12)),
            "questo pomeriggio": (0, (12, 18)),
            "stasera|questa sera": (0, (16, 24)),
            "stanotte|questa notte": (0, (20, 30)),
        },
    ),
    (K.NUMBER, {"un'": 1, "venticinque": 25, "ventiquattro": 24, "sessanta": 60, "novanta": 90}),
    (K.COUNT, {"tre volte": 3}),
    (K.EVERY, ["tutte|tutti|ciascuna|in ogni|ad ogni|a ogni"]),
    (
        K.UNIT,
        {
            "sec": "second",
            "mezz ora|una mezz ora|una mezzora|una mezza ora": "half hour",
            "un quarto d'ora": "quarter hour",
            "tre quarti d'ora": "three quarters",
        },
    ),
    (
        K.FREQUENCY,
        {
            "a giorni alterni|giorni alterni|un giorno sì e uno no|un giorno si e uno no|un giorno sì e un giorno no|"
            "un giorno sì, uno no|un giorno sì un giorno no|un giorno su due": (2, "day"),
            "a settimane alterne|settimane alterne|una settimana sì e una no|una settimana si e una no|"
            "una settimana su due": (
                2,
                "week",
            ),
            "a mesi alterni|un mese sì e uno no|un mese si e uno no": (2, "month"),
            "di ora in ora": (1, "hour"),
            "trimestralmente": (1, "quarter"),
        },
    ),
    (K.HALF_PAST, {"meno cinque": -5, "meno dieci": -10, "meno venti": -20, "meno venticinque": -25, "e trenta": 30}),
    (K.AT, ["all|le|le ore|alle ore"]),
    (K.ON, ["nell|nella|nelle"]),
    (K.OF, ["dell|dello|delle|dei|d'"]),
    (K.FROM, ["dall|dalle ore"]),
    (K.TO, ["all|fino all|sino al|sino alle"]),
    (K.BETWEEN, ["tra l'|fra l'|tra il|fra il"]),
    (K.UNTIL, ["fino all|sino a|sino al|fino alla|fino alle"]),
    (
        K.START,
        ["a partire dall|a partire dalla|a partire dalle|a cominciare dal|iniziando dal|dall|partendo da|partendo dal"],
    ),
    (K.AFTER, ["dopo"]),
    (K.FOR, ["per i|per le"]),
    (
        K.EXCEPT,
        [
            "tranne i|tranne le|tranne la|tranne nei|tranne nel|tranne a|eccetto i|eccetto le|eccetto la|"
            "eccetto in|salvo il"
        ],
    ),
    (
        K.EXCEPT,
        [
            "salvo i|salvo la|salvo le|escluso il|esclusa la|esclusi i|escluse le|esclusi|meno il|meno la|"
            "ma non il|ma non la"
        ],
    ),
    (K.EXCEPT, ["ma non di|ad eccezione di|ad eccezione del|a eccezione del|ad eccezione della"]),
    (K.NEXT, ["prossimi|prossime|che viene|seguente|successivo|successiva"]),
    (K.THIS, ["quest'|questi|queste"]),
    (K.END, ["fine di|a fine|alla fine della|alla fine dell|alla fine|fine dell"]),
    (
        K.BEGINNING,
        [
            "inizio di|all inizio|all inizio di|all inizio del|all inizio della|all inizio dell|a inizio|"
            "ad inizio|inizio dell"
        ],
    ),
    (K.TIME_WORD, ["fuso orario|fuso|orario|nell'ora"]),
    (
        K.FILLER,
        [
            "ricordami|ricordamelo|ricordarmi|ricorda|ricordamelo|ricordaci|mi ricordi|avvisami|avvertimi|"
            "svegliami|mandami"
        ],
    ),
    (
        K.FILLER,
        [
            "per piacere|per cortesia|grazie mille|mille grazie|ciao|ok|puoi|potresti|può|vorrei|voglio|eseguilo|"
            "lancia|fai"
        ],
    ),
    (K.FILLER, ["di ricordarmi|un promemoria|promemoria|se puoi|cortesemente|gentilmente"]),
    (K.EACH_PART, ["mattine|pomeriggi|sere|notti"]),
    (K.ON_THE_HOUR, {"in punto": (0,)}),
    (K.PAST_EACH_HOUR, ["di ogni ora|dopo ogni ora"]),
    (K.FEW, ["più|piu|diverse|diversi|varie|parecchie"]),
    (
        K.DAY_AND_PART,
        {
            "domattina|domani mattina|domani di mattina": (1, (4, 12)),
            "domani pomeriggio": (1, (12, 18)),
            "domani sera": (1, (16, 24)),
            "domani notte": (1, (20, 30)),
        },
    ),
    (K.FILLER, ["esattamente"]),
    (K.IN_ALL, ["in totale|in tutto"]),
    (K.DAY_PART, {"a mezzogiorno": (11, 16)}),
    (K.TO, ["alle ore|fino alle ore"]),
    (K.EXCEPT, ["tranne ad|eccetto a|eccetto ad|salvo a|salvo in|salvo ad"]),
    (K.FILLER, fillers("it")),
    (K.MINUTE_OF, ["al minuto|ai minuti"]),
    (K.EXCEPT, {"ma": "other"}),
    (K.NOT, ["non"]),
    (K.REST, {"tutti gli altri|gli altri|i restanti|negli altri": None}),
    (K.REST, {"altrimenti|per il resto": False}),
    (K.FILLER, ["anche|sempre"]),
    (K.ORDINAL, {"primi|prime": 1, "ultimi|ultime": -1}),
    (K.UNIT, {"bimestre|bimestri": "two months", "semestre|semestri": "half year"}),
    (K.SEVERAL, ["giorni"]),
    (
        K.NUMBER,
        compounds(
            "{ten}{unit}",
            ("uno", "due", "tre|tré", "quattro", "cinque", "sei", "sette", "otto", "nove"),
            {"venti": 20, "trenta": 30, "quaranta": 40, "cinquanta": 50},
        ),
    ),
    (K.NUMBER, {"ventuno": 21, "ventotto": 28, "trentuno": 31, "trentotto": 38, "quarantuno": 41, "quarantotto": 48}),
    (K.NUMBER, {"cinquantuno": 51, "cinquantotto": 58}),
    (K.BEFORE, ["prima della|prima dell"]),
    (K.PER, ["a"]),
    (K.SINGULAR, ["la domenica", *(f"il {name}" for day in _DAYS[:6] for name in day.split("|"))]),
    (K.ALSO, ["anche"]),
    (K.ALTERNATE_AFTER, {"sì e uno no|si e uno no|alterni": 2}),
)

ITALIAN = Lexicon(
    code="it",
    table=_TABLE,
    dotted_clock=True,
    ordinal_suffixes=frozenset({"º", "ª", "°"}),
    next_after_noun=True,
    joins_minutes=True,
    inclusive_days=frozenset({8, 15}),
)
