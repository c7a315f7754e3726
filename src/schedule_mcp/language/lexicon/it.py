"""Italian."""

from __future__ import annotations

from schedule_mcp.language.lexicon import Exclusion, K, Lexicon, Others, parts, table
from schedule_mcp.language.lexicon.forms import chat_words, compounds, every_nth, forms, task_words
from schedule_mcp.language.lexicon.traits import EUROPEAN, Trait
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

_TASKS = """
    rapporto | resoconto | attività | compito | processo | lavoro | copia di sicurezza | riepilogo | messaggio |
    dati | flusso | flusso di lavoro | controllo | interrogazione | agente | bollettino | esportazione
    """
_CHAT = chat_words(
    verbs="""
    manda | mandare | invia | inviare | inviami | inviaci | fai partire | far partire | controlla |
    controllare | verifica | genera | generare | aggiorna | aggiornare | fare | scarica | scaricare |
    sincronizza | sincronizzare | pubblica | pubblicare | lanciare | avviare | esegua
    """,
    owners="""
    il | lo | la | i | gli | le | l' | il mio | la mia | i miei | le mie | il nostro | la nostra | un | una |
    uno | questo | questa
    """,
    nouns=_TASKS,
    rest="""
    lo | questo | quello | ci | mi | deve | dovrebbe | deve partire | deve girare | puoi mandarmi |
    potresti mandarmi
    """,
)
"""What is said around a time and carries none."""

_TABLE = table(
    (
        K.WEEKDAY,
        {
            "lunedì|lunedi|lun": (0, False),
            "martedì|martedi|mar": (1, False),
            "mercoledì|mercoledi|mer": (2, False),
            "giovedì|giovedi|gio": (3, False),
            "venerdì|venerdi|ven": (4, False),
            "sabato|sab": (5, False),
            "domenica|dom": (6, False),
            "sabati|il sabato|i sabati|tutti i sabati|di sabato": (5, True),
            "domeniche|la domenica|le domeniche|tutte le domeniche|di domenica": (6, True),
        },
        forms("il {}|i {}|tutti i {}|di {}|ogni {}", _EVERY),
    ),
    (K.SINGULAR, ["la domenica", *(f"il {name}" for day in _DAYS[:6] for name in day.split("|"))]),
    (
        K.DAY_SET,
        {
            "giorno feriale|giorno lavorativo|giorno infrasettimanale": (WORKDAYS, False),
            "giorni feriali|giorni lavorativi|nei giorni feriali|nei giorni lavorativi|i giorni feriali|"
            "durante la settimana|in settimana|tutti i giorni feriali|tutti i giorni lavorativi|"
            "i giorni lavorativi": (
                WORKDAYS,
                True,
            ),
            "fine settimana|weekend|week-end|week end": (WEEKEND, False),
            "i fine settimana|nei fine settimana|nel fine settimana|nel weekend|i weekend|nei weekend": (WEEKEND, True),
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
            "gennaio|gen": 1,
            "febbraio|feb": 2,
            "marzo": 3,
            "aprile|apr": 4,
            "maggio|mag": 5,
            "giugno|giu": 6,
            "luglio|lug": 7,
            "agosto|ago": 8,
            "settembre|set": 9,
            "ottobre|ott": 10,
            "novembre|nov": 11,
            "dicembre|dic": 12,
        },
    ),
    (
        K.WEEK_PARITY,
        {
            "settimana pari|settimane pari|le settimane pari|delle settimane pari|nelle settimane pari": True,
            "settimana dispari|settimane dispari|le settimane dispari|"
            "delle settimane dispari|nelle settimane dispari": False,
        },
    ),
    (
        K.SEASON_DAY,
        {"natale|il giorno di natale": (12, 25), "capodanno": (1, 1), "san silvestro": (12, 31)},
    ),
    (
        K.DAY_REF,
        {
            "oggi": 0,
            "domani": 1,
            "dopodomani|dopo domani": 2,
            "ieri": -1,
        },
    ),
    (K.HOLIDAYS, ["festivi|giorni festivi"]),
    (
        K.NUMBER,
        {
            "uno|un|una|un'": 1,
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
            "trenta": 30,
            "quaranta": 40,
            "cinquanta": 50,
            "sessanta": 60,
            "novanta": 90,
            "ventuno": 21,
            "ventotto": 28,
            "trentuno": 31,
            "trentotto": 38,
            "quarantuno": 41,
            "quarantotto": 48,
            "cinquantuno": 51,
            "cinquantotto": 58,
        },
        compounds(
            "{ten}{unit}",
            ("uno", "due", "tre|tré", "quattro", "cinque", "sei", "sette", "otto", "nove"),
            {"venti": 20, "trenta": 30, "quaranta": 40, "cinquanta": 50},
        ),
    ),
    (
        K.ORDINAL,
        {
            "primo|prima|primi|prime": 1,
            "secondo|seconda": 2,
            "terzo|terza": 3,
            "quarto|quarta": 4,
            "quinto|quinta": 5,
            "ultimo|ultima|ultimi|ultime": -1,
            "penultimo|penultima": -2,
            "terzultimo|terzultima|terz'ultimo|terz'ultima|antepenultimo|antepenultima": -3,
            "quartultimo|quartultima|quart'ultimo": -4,
            "quintultimo|quintultima|quint'ultimo": -5,
        },
    ),
    (
        K.COUNT,
        {
            "una volta": 1,
            "due volte": 2,
            "tre volte": 3,
        },
    ),
    (K.IN_ALL, ["in totale|in tutto"]),
    (K.TIMES, ["volte|volta"]),
    (K.FEW, ["alcuni|alcune|qualche|più|piu|diverse|diversi|varie|parecchie"]),
    (K.EVERY, ["ogni|tutti i|tutte le|ciascun|tutti gli|tutte|tutti|ciascuna|in ogni|ad ogni|a ogni"]),
    (
        K.REST,
        {
            "tutti gli altri|gli altri|i restanti|negli altri": Others.DAYS,
            "altrimenti|per il resto": Others.ALONE,
        },
    ),
    (
        K.ALTERNATE_AFTER,
        {
            "sì e uno no|si e uno no|alterni": 2,
        },
    ),
    (K.ALTERNATE_WEEKDAY, every_nth(_ALTERNATE, _DAYS)),
    (
        K.UNIT,
        {
            "secondo|secondi|sec": "second",
            "minuto|minuti|min": "minute",
            "ora|ore|h": "hour",
            "giorno|giorni": "day",
            "settimana|settimane": "week",
            "mese|mesi": "month",
            "trimestre|trimestri": "quarter",
            "anno|anni": "year",
            "mezz'ora|mezzora|mezza ora|mezz ora|una mezz ora|una mezzora|una mezza ora": "half hour",
            "quarto d'ora|un quarto d'ora": "quarter hour",
            "tre quarti d'ora": "three quarters",
            "bimestre|bimestri": "two months",
            "semestre|semestri": "half year",
        },
    ),
    (K.SEVERAL, ["giorni"]),
    (
        K.FREQUENCY,
        {
            "giornalmente|quotidianamente": (1, "day"),
            "settimanalmente": (1, "week"),
            "mensilmente": (1, "month"),
            "annualmente": (1, "year"),
            "a giorni alterni|giorni alterni|un giorno sì e uno no|un giorno si e uno no|"
            "un giorno sì e un giorno no|un giorno sì, uno no|un giorno sì un giorno no|un giorno su due": (2, "day"),
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
    (K.PER, ["al|alla|a"]),
    (
        K.CLOCK,
        {
            "mezzogiorno|a mezzogiorno": 43200,
            "mezzanotte|a mezzanotte": 0,
        },
    ),
    (
        K.DAY_PART,
        {
            "mattina|di mattina|del mattino|mattino|della mattina|al mattino|di mattino|la mattina|mattine|"
            "mattinata|in mattinata": parts.MORNING,
            "pomeriggio|di pomeriggio|del pomeriggio|nel pomeriggio|pomeriggi|il pomeriggio|"
            "al pomeriggio": parts.AFTERNOON,
            "sera|di sera|della sera|la sera|sere|alla sera|in serata|serata": parts.EVENING,
            "notte|di notte|della notte|la notte|notti|nella notte": parts.WHOLE_NIGHT,
            "di mezzogiorno|del mezzogiorno|a mezzogiorno": parts.NOON,
        },
    ),
    (
        K.DAY_AND_PART,
        {
            "stamattina|stamane|stamani|questa mattina|oggi mattina": (0, parts.MORNING),
            "questo pomeriggio": (0, parts.AFTERNOON),
            "stasera|questa sera": (0, parts.EVENING),
            "stanotte|questa notte": (0, parts.WHOLE_NIGHT),
            "domattina|domani mattina|domani di mattina": (1, parts.MORNING),
            "domani pomeriggio": (1, parts.AFTERNOON),
            "domani sera": (1, parts.EVENING),
            "domani notte": (1, parts.WHOLE_NIGHT),
        },
    ),
    (K.EACH_PART, ["mattine|pomeriggi|sere|notti"]),
    (K.OCLOCK, ["h|ore"]),
    (
        K.HALF_PAST,
        {
            "e mezza|e mezzo|e trenta": 30,
            "e un quarto": 15,
            "meno un quarto": -15,
            "meno cinque": -5,
            "meno dieci": -10,
            "meno venti": -20,
            "meno venticinque": -25,
        },
    ),
    (
        K.ON_THE_HOUR,
        {
            "in punto": (0,),
        },
    ),
    (K.MINUTE_OF, ["al minuto|ai minuti"]),
    (K.PAST_EACH_HOUR, ["di ogni ora|dopo ogni ora"]),
    (K.AT, ["alle|alle ore|all'|ore|a|all|le|le ore"]),
    (K.ON, ["il|di|nei|nel|la|i|nell|nella|nelle"]),
    (K.IN, ["tra|fra|in"]),
    (K.OF, ["del|di|di ogni|della|dell'|a|dell|dello|delle|dei|d'"]),
    (K.FROM, ["da|dal|dalle|dalla|dal giorno|dall|dalle ore"]),
    (
        K.TO,
        {"a": True},
        ["al|alle|fino a|fino al|alla|fino alle|all|fino all|sino al|sino alle|alle ore|fino alle ore"],
    ),
    (K.BETWEEN, ["tra|fra|tra le|fra le|tra l'|fra l'|tra il|fra il"]),
    (K.UNTIL, ["fino a|fino al|fino alla|fino all|sino a|sino al|fino alle"]),
    (K.MERIDIEM, {"am|a.m.|a.m|a m": "am", "pm|p.m.|p.m|p m": "pm"}),
    (K.BEFORE, ["prima del|prima di|prima delle|prima della|prima dell"]),
    (K.AFTER, ["dopo"]),
    (
        K.START,
        [
            "a partire da|a partire dal|da|dal|iniziando da|a cominciare da|a partire dall|a partire dalla|"
            "a partire dalle|a cominciare dal|iniziando dal|dall|partendo da|partendo dal"
        ],
    ),
    (K.FOR, ["per|per i|per le"]),
    (K.AND, ["e|ed"]),
    (K.OR, ["o|oppure"]),
    (
        K.EXCEPT,
        {
            "tranne|eccetto|salvo|tranne il|eccetto il|tranne la|escluso|tranne in|tranne i|tranne le|"
            "tranne nei|tranne nel|tranne a|eccetto i|eccetto le|eccetto la|eccetto in|salvo il|salvo i|"
            "salvo la|salvo le|escluso il|esclusa la|esclusi i|escluse le|esclusi|meno il|meno la|ma non il|"
            "ma non la|ma non di|ad eccezione di|ad eccezione del|a eccezione del|ad eccezione della|"
            "tranne ad|eccetto a|eccetto ad|salvo a|salvo in|salvo ad": Exclusion.PLAIN,
            "ma": Exclusion.OTHER_TIME,
        },
    ),
    (K.ONLY, ["solo|soltanto"]),
    (K.EXCLUDED, ["no"]),
    (K.NOT, ["non"]),
    (K.NEXT, ["prossimo|prossima|prossimi|prossime|che viene|seguente|successivo|successiva"]),
    (K.THIS, ["questo|questa|quest'|questi|queste"]),
    (K.NOW, ["adesso|ora"]),
    (
        K.END,
        [
            "fine|fine del|alla fine del|alla fine di|la fine del|fine di|a fine|alla fine della|alla fine dell|"
            "alla fine|fine dell"
        ],
    ),
    (
        K.BEGINNING,
        [
            "inizio|inizio del|all'inizio del|inizio di|all inizio|all inizio di|all inizio del|all inizio della|"
            "all inizio dell|a inizio|ad inizio|inizio dell"
        ],
    ),
    (K.ARTICLE, ["il|lo|la|i|gli|le|l'|un|una"]),
    (K.TIME_WORD, ["fuso orario|fuso|orario|nell'ora"]),
    (K.LOCAL_TIME, ["ora locale"]),
    (K.TASK, task_words(_TASKS)),
    (
        K.FILLER,
        [
            "per favore|esegui|eseguire|grazie|avvia|ricordami|ricordamelo|ricordarmi|ricorda|ricordaci|mi ricordi|"
            "avvisami|avvertimi|svegliami|mandami|per piacere|per cortesia|grazie mille|mille grazie|ciao|ok|puoi|"
            "potresti|può|vorrei|voglio|eseguilo|lancia|fai|di ricordarmi|un promemoria|promemoria|se puoi|"
            "cortesemente|gentilmente|esattamente|anche|sempre"
        ],
        _CHAT,
    ),
    (K.ALSO, ["anche"]),
)

ITALIAN = Lexicon(
    code="it",
    table=_TABLE,
    traits=EUROPEAN
    | {
        Trait.DOTTED_CLOCK,
        Trait.NEXT_AFTER_NOUN,
        Trait.JOINS_MINUTES,
        Trait.EVERY_DAY_NUMBER,
    },
    ordinal_suffixes=frozenset({"º", "ª", "°"}),
    inclusive_days=frozenset({8, 15}),
)
